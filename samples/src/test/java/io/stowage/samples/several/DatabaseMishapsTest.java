package io.stowage.samples.several;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.Engine;
import io.stowage.EngineStatus;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.Stowage;
import io.stowage.error.ServerException;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.StateStore;
import io.stowage.store.jdbc.JdbcStateStore;
import io.stowage.store.jdbc.JdbcStateStoreProvider;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database is put back to an older state, or is away for a while, and processes run meanwhile. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DatabaseMishapsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final EngineConfiguration QUICK = EngineConfiguration.builder()
            .operationTimeout(Duration.ofSeconds(2))
            .scheduling(new EngineConfiguration.Scheduling(
                    Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMinutes(1), 20, 1))
            .build();

    private static final String CLOCK = """
            { "family": "clock", "containerDefinitions": [{
                "name": "clock", "image": "/bin/sleep", "memory": 16, "stopTimeout": 2, "command": ["300"] }] }""";

    @TempDir
    private Path directory;

    private final Set<Long> everSeen = new TreeSet<>();
    private final List<StateStore> stores = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        closeStores();
        everSeen.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private Engine engine() {
        return engine(new JdbcStateStoreProvider()
                .open(Map.of("url", "jdbc:h2:file:" + directory.resolve("state"), "createTables", "true")));
    }

    private Engine engine(StateStore store) {
        stores.add(store);
        return Stowage.engine()
                .store(store)
                .runtime(ProcessRuntimeProvider.builder()
                        .allowRoots(Path.of("/bin/sleep"))
                        .stateDirectory(directory.resolve("processes"))
                        .build())
                .configuration(QUICK)
                .build();
    }

    /** H2 lets go of its file with the last of them. */
    private void closeStores() {
        stores.forEach(StateStore::close);
        stores.clear();
    }

    private Path database() {
        return directory.resolve("state.mv.db");
    }

    private static void steady(Engine engine) {
        assertThat(engine.services().awaitSteadyState("harbour", "clock", LONG).reasons())
                .isEmpty();
    }

    private Set<Long> processes(Engine engine) {
        Set<Long> pids = engine
                .tasks()
                .describe("harbour", engine.tasks().list("harbour").taskArns())
                .tasks()
                .stream()
                .filter(task -> task.lastStatus() == TaskStatus.RUNNING)
                .map(DatabaseMishapsTest::pid)
                .collect(Collectors.toCollection(TreeSet::new));
        everSeen.addAll(pids);
        return pids;
    }

    private static long pid(Task task) {
        return Long.parseLong(String.valueOf(task.containers().get(0).runtimeId()));
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** What the engine says of its partition once it has seen what runs. */
    private static String lastError(Engine engine) {
        return engine.health().partitions().stream()
                .filter(partition -> partition.partition().equals("cluster/harbour"))
                .map(partition -> String.valueOf(partition.lastError()))
                .findFirst()
                .orElse("");
    }

    private static void await(BooleanSupplier isSo) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!isSo.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(isSo.getAsBoolean()).isTrue();
    }

    private static void create(Engine engine, int count) {
        engine.clusters().create("harbour");
        engine.containerInstances().register("harbour", "one", "process");
        engine.taskDefinitions().register(CLOCK);
        engine.services().create("harbour", "clock", "clock", count);
        steady(engine);
    }

    @Test
    void whatAnOlderBackupDoesNotKnowIsKeptAndToldOfUntilSomebodyDecides() throws IOException {
        Path backup = directory.resolve("backup");
        Set<Long> known;
        try (Engine first = engine()) {
            create(first, 2);
            known = processes(first);
        }
        closeStores();
        Files.copy(database(), backup);
        Set<Long> all;
        try (Engine later = engine()) {
            later.services().scale("harbour", "clock", 4);
            steady(later);
            all = processes(later);
            assertThat(all).hasSize(4).containsAll(known);
        }
        closeStores();
        Files.copy(backup, database(), StandardCopyOption.REPLACE_EXISTING);

        try (Engine restored = engine()) {
            steady(restored);
            await(() -> lastError(restored).contains("lostTasks"));
            assertThat(lastError(restored)).contains("lostTasks");
            assertThat(processes(restored)).as("adopted").isEqualTo(known);
            assertThat(all).as("what runs").allMatch(DatabaseMishapsTest::runs);
            // The store promises two; what it does not know is nobody's reason to stop anything, or to start it.
            assertThat(restored.tasks().list("harbour").taskArns()).hasSize(2);
        }
    }

    /** A database that can be away. */
    private DataSource database(AtomicBoolean away) throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:file:" + directory.resolve("state") + ";DB_CLOSE_DELAY=-1");
        JdbcStateStore.createTables(h2);
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("nobody is there", "08001");
                    }
                    return method.invoke(h2, arguments);
                });
    }

    @Test
    void whatRunsGoesOnWhileTheDatabaseIsAwayAndEverythingCatchesUp() throws SQLException {
        AtomicBoolean away = new AtomicBoolean();
        try (Engine engine = engine(JdbcStateStore.open(database(away)))) {
            create(engine, 3);
            Set<Long> before = processes(engine);
            away.set(true);
            await(() -> engine.health().status() == EngineStatus.IMPAIRED);
            assertThat(before).allMatch(DatabaseMishapsTest::runs);
            long ended = before.iterator().next();
            ProcessHandle.of(ended).ifPresent(ProcessHandle::destroyForcibly);
            await(() -> !runs(ended));
            assertThatThrownBy(() -> engine.taskDefinitions().register(CLOCK))
                    .as("what can't be promised")
                    .isInstanceOf(ServerException.class);
            away.set(false);
            await(() -> engine.health().status() == EngineStatus.OK);
            engine.services().scale("harbour", "clock", 3);
            steady(engine);
            Set<Long> after = processes(engine);
            assertThat(after).hasSize(3).doesNotContain(ended);
            before.remove(ended);
            assertThat(after).as("what never ended").containsAll(before);
        }
    }
}
