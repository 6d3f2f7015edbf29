package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.Stowage;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.SocketProxy;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.runtime.docker.testing.TestRegistry;
import io.stowage.spi.ContainerState;
import io.stowage.spi.InteractiveCommand;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.store.memory.MemoryStateStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are planted wherever a host application hands one over are found nowhere but in their containers. */
@NeedsDocker
@Timeout(90)
class CanariesTest {

    private static final String SLEEPS = "\"command\": [\"/bin/sleep\", \"3607\"]";
    private static final String ILL =
            ", \"healthCheck\": {\"command\": [\"CMD\", \"/bin/false\"], \"interval\": 5, \"retries\": 1}";
    private static final String LOGS =
            ", \"logConfiguration\": {\"logDriver\": \"json-file\", \"secretOptions\": [{\"name\": \"tag\", \"valueFrom\": \"logs-option\"}]}";
    private static final String[] PLACES = {"logs", "events", "labels", "store", "tasks", "states of containers"};

    private final Canaries canaries = new Canaries();
    private final TestRegistry registry = TestRegistry.start();
    private final TestRegistry repeating = TestRegistry.start();
    private final MemoryStateStore store = new MemoryStateStore();

    @AfterEach
    void close() {
        repeating.close();
        registry.close();
        canaries.close();
        TestDaemon.shared().removeAll();
    }

    private char[] resolve(String valueFrom) {
        if (valueFrom.startsWith("broken")) {
            throw new IllegalStateException(
                    "no " + canaries.plant(valueFrom), new RuntimeException(canaries.plant(valueFrom + "-cause")));
        }
        return canaries.plant(valueFrom).toCharArray();
    }

    /** Its second and third line are what a value looks like that goes on in the next lines. */
    private char[] read(String file) {
        return String.join(
                        "\n",
                        "THREE=" + canaries.plant(file),
                        canaries.plant(file + "-line"),
                        canaries.plant(file + "-name") + "==")
                .toCharArray();
    }

    private Optional<RegistryCredentials.Login> login(String image) {
        if (image.contains("locked")) {
            throw new IllegalStateException("no login: " + canaries.plant("login-broken"));
        }
        String name = image.contains("refused") ? "login-refused" : "login";
        return Optional.of(
                new RegistryCredentials.Login("user", canaries.plant(name).toCharArray()));
    }

    private DockerRuntimeProvider provider(boolean files) {
        Conventions plain = Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE);
        return DockerRuntimeProvider.builder()
                .conventions(files ? plain.withSecretsAsFiles() : plain)
                .pullBehavior(PullBehavior.PREFER_CACHED)
                .registryCredentials(this::login)
                .build();
    }

    private static String container(String name, String image, String more) {
        return """
                {"name": "%1$s", "image": "%2$s", "memory": 16, "stopTimeout": 2, %3$s,
                 "secrets": [{"name": "ONE", "valueFrom": "%1$s-one"}, {"name": "TWO", "valueFrom": "%1$s-two"}],
                 "environmentFiles": [{"type": "s3", "value": "%1$s.env"}],
                 "environment": [{"name": "OPEN", "value": "open-%1$s"}]}""".formatted(name, image, more);
    }

    private String run(Engine engine, String family, String... containers) {
        String arn = engine.taskDefinitions()
                .register("{\"family\": \"%s\", \"networkMode\": \"bridge\", \"containerDefinitions\": [%s]}"
                        .formatted(family, String.join(",", containers)))
                .taskDefinition()
                .taskDefinitionArn();
        RunTaskRequest request = RunTaskRequest.builder()
                .cluster(canaries.open)
                .taskDefinition(arn)
                .build();
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> engine.tasks().run(request).tasks(), tasks -> !tasks.isEmpty())
                .get(0)
                .taskArn();
    }

    private String stored() {
        StringBuilder all = new StringBuilder();
        for (String partition : store.partitions("")) {
            store.read(partition).records().forEach(r -> all.append(r.payload().text()));
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noPlantedSecretIsFoundWhereItMustNotBe(boolean files) throws Exception {
        DockerRuntimeProvider provider = provider(files);
        try (Engine engine = Stowage.engine()
                .store(store)
                .secrets((valueFrom, context) -> resolve(valueFrom))
                .environmentFiles((file, context) -> read(file.value()))
                .runtime(provider)
                .build()) {
            registry.requireLogin("user", canaries.plant("login"));
            repeating.repeatLogins();
            engine.events().subscribe(event -> canaries.hear("events", event));
            register(engine, TestDaemon.shared().host());
            String runs = run(
                    engine,
                    "runs",
                    container("app", TestDaemon.IMAGE, SLEEPS),
                    container("side", TestDaemon.IMAGE, SLEEPS));
            List<String> ends = runAllThatEnd(engine, files);
            run(engine, "ill", container("ill", TestDaemon.IMAGE, SLEEPS + ILL));
            assertThat(engine.tasks()
                            .awaitRunning(canaries.open, List.of(runs), Duration.ofSeconds(30))
                            .reached())
                    .as("%s", engine.tasks().describe(canaries.open, List.of(runs)))
                    .isTrue();
            lookAtTheHost(provider, files);
            engine.tasks().stop(canaries.open, runs, "done");
            ends.add(runs);
            assertThat(engine.tasks()
                            .awaitStopped(canaries.open, ends, Duration.ofSeconds(40))
                            .reached())
                    .as("%s", engine.tasks().describe(canaries.open, ends))
                    .isTrue();
            String tasks = engine.tasks().describe(canaries.open, ends).toString();
            assertThat(tasks).contains("secretOptions", "the login user:***", "/none");
            canaries.hear("tasks", tasks);
            canaries.hear("store", stored());
        }
        canaries.assertNoneShows(20, PLACES);
    }

    /** A daemon that repeats, of a container that it does not start, all that the container was created with. */
    @Test
    void noSecretIsFoundInWhatADaemonSaysOfAStart() throws Exception {
        try (SocketProxy proxy = SocketProxy.before(TestDaemon.shared().socket());
                Engine engine = Stowage.engine()
                        .store(store)
                        .secrets((valueFrom, context) -> resolve(valueFrom))
                        .environmentFiles((file, context) -> read(file.value()))
                        .runtime(provider(false))
                        .build()) {
            String said = "started with OPEN=" + canaries.open + " ONE=" + canaries.plant("app-one") + " THREE="
                    + canaries.plant("app.env");
            proxy.when("POST", "/containers/[^/]+/start", Fault.refuse(400, said));
            engine.events().subscribe(event -> canaries.hear("events", event));
            register(engine, proxy.host());
            String task = run(engine, "unstarted", container("app", TestDaemon.IMAGE, SLEEPS));
            assertThat(engine.tasks()
                            .awaitStopped(canaries.open, List.of(task), Duration.ofSeconds(40))
                            .reached())
                    .isTrue();
            String tasks = engine.tasks().describe(canaries.open, List.of(task)).toString();
            assertThat(tasks).contains("CannotStartContainerError: started with", "ONE=*** THREE=***");
            canaries.hear("tasks", tasks);
            canaries.hear("store", stored());
        }
        canaries.assertNoneShows(3, "logs", "events", "store", "tasks");
    }

    private void register(Engine engine, String host) {
        engine.clusters().create(canaries.open);
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(canaries.open)
                        .containerInstanceName("quay")
                        .runtime("docker")
                        .runtimeProperties(Map.of("host", host))
                        .build());
    }

    private List<String> runAllThatEnd(Engine engine, boolean files) {
        String pulled = registry.image("canaries-" + files);
        String refused = repeating.image("refused-" + files);
        canaries.plant("logs-option");
        List<String> ends = new ArrayList<>();
        ends.add(run(engine, "missing", container("missing", "localhost:1/none:1", SLEEPS)));
        ends.add(run(engine, "pulled", container("pulled", pulled, "\"command\": [\"/none\"]")));
        ends.add(run(engine, "refused", container("refused", refused, SLEEPS)));
        ends.add(run(engine, "entry", container("entry", TestDaemon.IMAGE, "\"entryPoint\": [\"/none\"]")));
        ends.add(run(engine, "logs", container("logs", TestDaemon.IMAGE, SLEEPS + LOGS)));
        ends.add(run(engine, "broken", container("broken", TestDaemon.IMAGE, SLEEPS)));
        ends.add(run(engine, "locked", container("locked", "localhost:1/locked:1", SLEEPS)));
        return ends;
    }

    /** What everybody sees there, and what only the containers do. */
    private void lookAtTheHost(DockerRuntimeProvider provider, boolean files) throws Exception {
        Map<String, String> host = Map.of("host", TestDaemon.shared().host());
        var target = new RuntimeTarget("other", "i-1", host, WorkloadPolicy.platformDefault());
        try (DockerClient docker = TestDaemon.shared().client();
                DockerRuntime runtime = (DockerRuntime) provider.connect(target)) {
            docker.listContainersCmd().withShowAll(true).exec().forEach(c -> canaries.hear("labels", c.getLabels()));
            List<ContainerState> all = runtime.list(Map.of());
            canaries.hear("states of containers", all);
            all.forEach(state -> canaries.hear("states of containers", runtime.inspect(state.name())));
            String app = all.stream()
                    .map(ContainerState::name)
                    .filter(name -> name.contains("app"))
                    .findFirst()
                    .orElseThrow();
            talkTo(runtime, app, files);
        }
    }

    /** What a command is given and what it prints is its caller's alone. */
    private void talkTo(DockerRuntime runtime, String app, boolean files) throws Exception {
        String prints = "echo $THREE; " + (files ? "cat /run/secrets/ONE" : "echo $ONE");
        List<String> words = List.of("/bin/sh", "-c", prints + "; echo " + canaries.plant("command-argument"));
        String printed = runtime.run(app, words, Duration.ofSeconds(10)).output();
        assertThat(List.of("app.env", "app-one", "command-argument")).allMatch(name -> canaries.isIn(printed, name));

        StringBuilder answer = new StringBuilder();
        words = List.of("/bin/sh", "-c", "read x; echo $x; exec " + canaries.plant("command-typed"));
        try (InteractiveCommand command = runtime.execute(app, words, false, (error, bytes) -> {
            answer.append(new String(bytes, StandardCharsets.UTF_8));
            throw new IllegalStateException("can't read " + answer);
        })) {
            command.standardInput().write((canaries.plant("command-input") + "\n").getBytes(StandardCharsets.UTF_8));
            assertThat(command.exitCode().get(20, TimeUnit.SECONDS)).isEqualTo(127);
        }
        assertThat(List.of("command-input", "command-typed")).allMatch(name -> canaries.isIn(answer.toString(), name));

        String missing = "/none/" + canaries.plant("command-missing");
        assertThat(runtime.run(app, List.of(missing), Duration.ofSeconds(10)).output())
                .contains(missing);
    }
}
