package io.stowage.samples.several;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.Engine;
import io.stowage.PartitionRole;
import io.stowage.SteadyState;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.Stowage;
import io.stowage.model.Container;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.StateStore;
import io.stowage.store.jdbc.JdbcStateStore;
import io.stowage.store.memory.MemoryStateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two engines with real processes, each in a state directory of its own, on one store, whichever it is. */
class SeveralEnginesTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String CLOCK = """
            { "family": "clock", "containerDefinitions": [{
                "name": "clock", "image": "/bin/sh", "memory": 16, "stopTimeout": 2,
                "command": ["-c", "sleep 300; true"] }] }""";

    /** What is waited for here are leases, and that a task counts as healthy. */
    private static final EngineConfiguration QUICK = EngineConfiguration.builder()
            .lease(new EngineConfiguration.Lease(Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofSeconds(2)))
            .scheduling(new EngineConfiguration.Scheduling(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1), 20, 1))
            .build();

    @TempDir
    private Path directory;

    private final List<AutoCloseable> resources = new ArrayList<>();
    private Supplier<StateStore> stores;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
    }

    /** Where the state is kept: in this JVM, or by a server. */
    enum Kept {
        MEMORY,
        POSTGRESQL
    }

    private void keep(Kept kept) throws IOException {
        stores = switch (kept) {
            case MEMORY -> {
                MemoryStateStore shared = new MemoryStateStore();
                yield () -> shared;
            }
            case POSTGRESQL -> {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                resources.add(server);
                JdbcStateStore.createTables(server.getPostgresDatabase());
                yield () -> JdbcStateStore.open(server.getPostgresDatabase());
            }
        };
    }

    private Engine engine(String name) throws IOException {
        StateStore store = stores.get();
        // Before the server that it is kept by.
        resources.add(0, store);
        Path state = Files.createDirectories(directory.resolve(name));
        return Stowage.engine()
                .name(name)
                .store(store)
                .runtime(ProcessRuntimeProvider.builder()
                        .allowRoots(Path.of("/bin/sh"))
                        .stateDirectory(state.resolve("processes"))
                        .build())
                .configuration(QUICK)
                .build();
    }

    private static boolean leads(Engine engine) {
        return engine.health().partitions().stream()
                .anyMatch(partition ->
                        partition.partition().equals("cluster/harbour") && partition.role() == PartitionRole.LEADER);
    }

    private static void steady(Engine engine) {
        SteadyState state = engine.services().awaitSteadyState("harbour", "clock", LONG);
        assertThat(state.reasons()).isEmpty();
    }

    /** The process id of each task that runs, by task. */
    private static Map<String, String> processes(Engine engine) {
        Map<String, String> processes = new TreeMap<>();
        for (Task task : engine.tasks()
                .describe("harbour", engine.tasks().list("harbour").taskArns())
                .tasks()) {
            Container container = task.containers().get(0);
            if (task.lastStatus() == TaskStatus.RUNNING) {
                processes.put(task.taskArn(), container.runtimeId() + " on " + task.containerInstanceArn());
            }
        }
        return processes;
    }

    private static String instance(String process) {
        return process.substring(process.indexOf(" on "));
    }

    private static boolean isAlive(String process) {
        long pid = Long.parseLong(process.substring(0, process.indexOf(' ')));
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theLeaderIsClosedAndNothingIsRestarted(Kept kept) throws IOException {
        keep(kept);
        Engine first = engine("first");
        first.clusters().create("harbour");
        first.containerInstances().register("harbour", "one", "process");
        first.taskDefinitions().register(CLOCK);
        try (Engine second = engine("second")) {
            second.containerInstances().register("harbour", "two", "process");
            // One on each host, whichever of them is connected first.
            second.services()
                    .create(CreateServiceRequest.builder()
                            .cluster("harbour")
                            .serviceName("clock")
                            .taskDefinition("clock")
                            .desiredCount(2)
                            .placementConstraints(
                                    List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null)))
                            .build());
            steady(second);
            assertThat(leads(first)).isTrue();
            Map<String, String> before = processes(second);
            assertThat(before).hasSize(2);
            assertThat(before.values().stream()
                            .map(SeveralEnginesTest::instance)
                            .distinct())
                    .as("both hosts run tasks")
                    .hasSize(2);

            first.close();
            // Only a leader answers this.
            second.services().scale("harbour", "clock", 2);
            steady(second);
            assertThat(leads(second)).isTrue();
            assertThat(processes(second)).isEqualTo(before);
            assertThat(before.values())
                    .allSatisfy(process -> assertThat(isAlive(process)).isTrue());

            // The host of the first engine is out of reach until an engine is there again.
            try (Engine again = engine("first")) {
                steady(again);
                assertThat(processes(second)).isEqualTo(before);
                second.services().forceDelete("harbour", "clock");
                List<String> tasks = List.copyOf(before.keySet());
                assertThat(second.tasks().awaitStopped("harbour", tasks, LONG).reasons())
                        .isEmpty();
                assertThat(before.values()).noneMatch(SeveralEnginesTest::isAlive);
            }
        }
    }
}
