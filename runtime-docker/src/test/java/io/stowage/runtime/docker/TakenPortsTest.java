package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.EngineConfiguration.Agents;
import io.stowage.core.Stowage;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody else has the host port by the time of the start. */
@NeedsDocker
@Timeout(90)
class TakenPortsTest {

    private static final String CLUSTER = "harbour";

    private FaultyHost host;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.before(TestDaemon.shared(), builder());
    }

    private static DockerRuntimeProvider.Builder builder() {
        return DockerRuntimeProvider.builder().conventions(Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static ContainerSpec spec(String name, NetworkMode mode, PortMapping mapping) {
        ContainerDefinition definition = ContainerDefinition.builder()
                .name("app")
                .image(FaultyHost.sleeping().image())
                .command(FaultyHost.sleeping().command())
                .portMappings(List.of(mapping))
                .build();
        ContainerSpec plain = FaultyHost.spec(name, definition);
        TaskDefinition task =
                plain.taskDefinition().toBuilder().networkMode(mode).build();
        return new ContainerSpec(name, definition, task, plain.environment(), List.of(), List.of(), plain.labels(), 0);
    }

    private static PortMapping mapping(int containerPort, int hostPort) {
        return PortMapping.builder()
                .containerPort(containerPort)
                .hostPort(hostPort)
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private int hostPort(String name) {
        Integer port = host.state(name).networkBindings().get(0).hostPort();
        assertThat(port).isNotNull();
        return port;
    }

    private static void refuses(int port, Action action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(ContainerRuntimeException.class, no -> {
            assertThat(no.category()).isEqualTo(Category.CannotStartContainerError);
            assertThat(no.isRetryable()).isTrue();
            assertThat(no).hasMessageContaining(Integer.toString(port));
        });
    }

    private interface Action {
        void run() throws Exception;
    }

    @Test
    void aPortThatTheDefinitionNamesIsWaitedFor() throws Exception {
        int port = freePort();
        host.runtime().create(spec("one", NetworkMode.BRIDGE, mapping(80, port)));
        try (ServerSocket taken = new ServerSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            refuses(port, () -> host.runtime().start("one"));
            refuses(port, () -> host.runtime().start("one"));
            assertThat(host.phase("one")).isEqualTo(Phase.CREATED);
        }
        host.runtime().start("one");
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
        host.runtime().create(spec("two", NetworkMode.BRIDGE, mapping(80, port)));
        refuses(port, () -> host.runtime().start("two"));
        host.runtime().remove("two");
        assertThat(host.listed()).containsExactly("one");
    }

    @Test
    void aPortThatWasChosenIsReplacedByAnotherOne() throws Exception {
        ContainerSpec spec = spec("one", NetworkMode.BRIDGE, mapping(80, 0));
        host.runtime().create(spec);
        int port = hostPort("one");
        try (ServerSocket taken = new ServerSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            refuses(port, () -> host.runtime().start("one"));
            assertThat(host.runtime().inspect("one")).isEqualTo(new Observation.Absent());
            assertThat(host.listed()).isEmpty();
            host.runtime().create(spec);
            assertThat(hostPort("one")).isNotEqualTo(port);
            host.runtime().start("one");
            assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
        }
    }

    @Test
    void aPortOfATaskWithItsOwnNetworkLeavesNothingBehind() throws Exception {
        int port = freePort();
        ContainerSpec spec = spec("one", NetworkMode.AWSVPC, mapping(port, port));
        try (ServerSocket taken = new ServerSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            refuses(port, () -> host.runtime().create(spec));
            assertThat(host.docker().listContainersCmd().withShowAll(true).exec())
                    .isEmpty();
        }
        host.runtime().create(spec);
        host.runtime().start("one");
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
    }

    private Engine engine() {
        Agents agents = Agents.defaults();
        Agents quick = new Agents(
                agents.listPeriod(),
                Duration.ofSeconds(1),
                agents.calls(),
                agents.pulls(),
                agents.healthChecks(),
                agents.deadlines());
        Engine engine = Stowage.engine()
                .runtime(builder().pullBehavior(PullBehavior.PREFER_CACHED).build())
                .configuration(EngineConfiguration.builder().agents(quick).build())
                .build();
        engine.clusters().create(CLUSTER);
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName("quay")
                        .runtime("docker")
                        .runtimeProperties(Map.of("host", host.proxy().host()))
                        .build());
        return engine;
    }

    private static String run(Engine engine, int hostPort) {
        String definition = """
                {"family": "ports", "networkMode": "bridge", "containerDefinitions": [{
                  "name": "app", "image": "%s", "memory": 16, "command": ["/bin/sleep", "3607"], "stopTimeout": 2,
                  "portMappings": [{"containerPort": 80, "hostPort": %d}]}]}
                """.formatted(TestDaemon.IMAGE, hostPort);
        String arn =
                engine.taskDefinitions().register(definition).taskDefinition().taskDefinitionArn();
        RunTaskRequest request =
                RunTaskRequest.builder().cluster(CLUSTER).taskDefinition(arn).build();
        // Nothing is run before the container instance is connected.
        return await().until(() -> engine.tasks().run(request).tasks(), tasks -> !tasks.isEmpty())
                .get(0)
                .taskArn();
    }

    private static Task task(Engine engine, String arn) {
        return engine.tasks().describe(CLUSTER, List.of(arn)).tasks().get(0);
    }

    private List<Container> containers() {
        return host.docker().listContainersCmd().withShowAll(true).exec();
    }

    @Test
    void aTaskWhosePortIsTakenStopsAndSaysWhichAndLeavesNothingBehind() throws Exception {
        int port = freePort();
        try (ServerSocket taken = new ServerSocket(port);
                Engine engine = engine()) {
            assertThat(taken.isBound()).isTrue();
            String task = run(engine, port);
            assertThat(engine.tasks()
                            .awaitStopped(CLUSTER, List.of(task), Duration.ofSeconds(40))
                            .reached())
                    .isTrue();
            assertThat(task(engine, task).containers().get(0).reason())
                    .startsWith("CannotStartContainerError: ")
                    .contains(Integer.toString(port));
            await().atMost(Duration.ofSeconds(20)).until(() -> containers().isEmpty());
        }
    }

    @Test
    void aTaskWhoseChosenPortIsTakenBeforeItsStartRunsWithAnotherOne() throws Exception {
        var start = host.proxy().next("POST", "/containers/[^/]+/start", new Fault.Delay(Duration.ofSeconds(3)));
        try (Engine engine = engine()) {
            String task = run(engine, 0);
            await().atMost(Duration.ofSeconds(20)).until(() -> start.hits() == 1);
            int port = DockerLabels.bindings(containers().get(0).getLabels())
                    .get(0)
                    .hostPort();
            try (ServerSocket taken = new ServerSocket(port)) {
                assertThat(taken.isBound()).isTrue();
                assertThat(engine.tasks()
                                .awaitRunning(CLUSTER, List.of(task), Duration.ofSeconds(40))
                                .reached())
                        .isTrue();
                assertThat(task(engine, task).containers().get(0).networkBindings())
                        .singleElement()
                        .satisfies(binding -> assertThat(binding.hostPort()).isNotEqualTo(port));
                assertThat(containers()).hasSize(1);
            }
        }
    }
}
