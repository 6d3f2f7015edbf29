package io.stowage.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.model.NetworkMode;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.SecretValue;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A state directory, the runtimes on it, and short ways to make containers. Closing it kills and removes all of them. */
final class TestHost implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    final Path state;
    private final List<ProcessRuntime> runtimes = new ArrayList<>();
    private final UnaryOperator<ProcessRuntimeProvider.Builder> configuration;

    TestHost() throws IOException {
        this(builder -> builder);
    }

    TestHost(UnaryOperator<ProcessRuntimeProvider.Builder> configuration) throws IOException {
        this.state = Files.createTempDirectory("stowage-process-test").toRealPath();
        this.configuration = configuration;
    }

    /** One more connection to the same container instance, as a new engine would make it. */
    ProcessRuntime connect() throws ContainerRuntimeException {
        ProcessRuntime runtime = (ProcessRuntime)
                provider().connect(new RuntimeTarget("default", "i-1", Map.of(), WorkloadPolicy.platformDefault()));
        runtimes.add(runtime);
        return runtime;
    }

    ProcessRuntimeProvider provider() {
        return configuration
                .apply(ProcessRuntimeProvider.builder()
                        .allowRoots(Path.of("/bin"), Path.of("/usr/bin"))
                        .stateDirectory(state))
                .build();
    }

    Path folder(String name) {
        return state.resolve("default/i-1").resolve(name);
    }

    Path stdout(String name) {
        return folder(name).resolve("stdout.log");
    }

    /** The name and size of every container's log are easier to wait for as text. */
    String output(String name) throws IOException {
        Path log = stdout(name);
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    String line(String name) {
        return await().atMost(SOON)
                .until(() -> output(name), text -> text.endsWith("\n"))
                .strip();
    }

    static Spec spec(String name) {
        return new Spec(name);
    }

    static Spec shell(String name, String script) {
        return new Spec(name).image("/bin/sh").command("-c", script);
    }

    static Spec sleep(String name) {
        return new Spec(name).image("/bin/sleep").command("3607");
    }

    static ContainerState state(ProcessRuntime runtime, String name) {
        Observation observation = runtime.inspect(name);
        assertThat(observation).isInstanceOf(Observation.Present.class);
        return ((Observation.Present) observation).state();
    }

    static ContainerState awaitExit(ProcessRuntime runtime, String name) {
        return await().pollInterval(Duration.ofMillis(5))
                .atMost(SOON)
                .until(() -> state(runtime, name), state -> state.phase() == Phase.EXITED);
    }

    static long pid(ProcessRuntime runtime, String name) {
        return Long.parseLong(String.valueOf(state(runtime, name).runtimeId()));
    }

    static boolean isAlive(long pid) {
        try {
            return ProcessId.stat(pid).filter(ProcessId.Stat::isAlive).isPresent();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void awaitGone(long pid) {
        await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> !isAlive(pid));
    }

    static void kill(long pid) {
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    ContainerFolder.Contents contents(String name) throws IOException {
        return new ContainerFolder(folder(name)).read().orElseThrow();
    }

    ProcessId supervisor(String name) throws IOException {
        return contents(name).journal().supervisors().get(0);
    }

    @Override
    public void close() throws Exception {
        ProcessRuntime runtime = connect();
        for (ContainerState state : runtime.list(Map.of())) {
            runtime.kill(state.name());
            awaitExitOrCreated(runtime, state.name());
            runtime.remove(state.name());
        }
        runtimes.forEach(ProcessRuntime::close);
        InstanceFolder.delete(state);
    }

    private static void awaitExitOrCreated(ProcessRuntime runtime, String name) {
        await().atMost(SOON).until(() -> state(runtime, name), state -> state.phase() != Phase.RUNNING);
    }

    /** A specification in the making. */
    static final class Spec {
        private final String name;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<SecretValue> secrets = new ArrayList<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private List<Integer> reserved = List.of();
        private NetworkMode networkMode;
        private ContainerDefinitionBuilder definition;

        Spec(String name) {
            this.name = name;
            this.definition = ContainerDefinition.builder().name("app").image("/bin/sleep");
            labels.put(ContainerSpec.SPEC_HASH_LABEL, "hash-1");
        }

        Spec image(String image) {
            definition.image(image);
            return this;
        }

        Spec command(String... words) {
            definition.command(List.of(words));
            return this;
        }

        Spec with(UnaryOperator<ContainerDefinitionBuilder> change) {
            definition = change.apply(definition);
            return this;
        }

        Spec environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        Spec secret(String name, String value) {
            secrets.add(new SecretValue(name, value.toCharArray()));
            return this;
        }

        Spec label(String name, String value) {
            labels.put(name, value);
            return this;
        }

        Spec reserved(List<Integer> ports) {
            reserved = ports;
            return this;
        }

        Spec networkMode(NetworkMode mode) {
            networkMode = mode;
            return this;
        }

        ContainerSpec build() {
            ContainerDefinition built = definition.build();
            TaskDefinition task = TaskDefinition.builder()
                    .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/test:1")
                    .containerDefinitions(List.of(built))
                    .family("test")
                    .revision(1)
                    .networkMode(networkMode)
                    .status(TaskDefinitionStatus.ACTIVE)
                    .build();
            return new ContainerSpec(name, built, task, environment, secrets, reserved, labels, 0);
        }

        void create(ProcessRuntime runtime) throws ContainerRuntimeException {
            runtime.create(build());
        }

        void start(ProcessRuntime runtime) throws ContainerRuntimeException {
            create(runtime);
            runtime.start(name);
        }
    }
}
