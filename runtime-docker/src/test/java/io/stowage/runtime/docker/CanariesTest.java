package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.github.dockerjava.api.DockerClient;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.Stowage;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.runtime.docker.testing.TestRegistry;
import io.stowage.store.memory.MemoryStateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Secrets that are planted wherever a host application hands one over are found nowhere but in their containers. */
@NeedsDocker
@Timeout(90)
class CanariesTest {

    private static final String WIRE = "com.github.dockerjava.zerodep.shaded.org.apache.hc.client5.http.wire";

    private final Map<String, String> canaries = new ConcurrentHashMap<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            heard.add(event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    };

    private String canary(String name) {
        return canaries.computeIfAbsent(name, any -> "canary" + UUID.randomUUID());
    }

    private char[] resolve(String valueFrom) {
        if (valueFrom.startsWith("broken")) {
            throw new IllegalStateException(
                    "no " + canary(valueFrom), new RuntimeException(canary(valueFrom + "-cause")));
        }
        return canary(valueFrom).toCharArray();
    }

    /** Its second and third line are what a value looks like that goes on in the next lines. */
    private char[] file(String value) {
        return String.join("\n", "THREE=" + canary(value), canary(value + "-line"), canary(value + "-name") + "==")
                .toCharArray();
    }

    private static String container(String name, String image, String more) {
        return """
                {"name": "%1$s", "image": "%2$s", "memory": 16, "stopTimeout": 2, %3$s,
                 "secrets": [{"name": "ONE", "valueFrom": "%1$s-one"}, {"name": "TWO", "valueFrom": "%1$s-two"}],
                 "environmentFiles": [{"type": "s3", "value": "%1$s.env"}],
                 "environment": [{"name": "OPEN", "value": "open-%1$s"}]}""".formatted(name, image, more);
    }

    private static String run(Engine engine, String family, String... containers) {
        String arn = engine.taskDefinitions()
                .register("{\"family\": \"%s\", \"networkMode\": \"bridge\", \"containerDefinitions\": [%s]}"
                        .formatted(family, String.join(",", containers)))
                .taskDefinition()
                .taskDefinitionArn();
        RunTaskRequest request =
                RunTaskRequest.builder().cluster("harbour").taskDefinition(arn).build();
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> engine.tasks().run(request).tasks(), tasks -> !tasks.isEmpty())
                .get(0)
                .taskArn();
    }

    private static String text(MemoryStateStore store) {
        StringBuilder all = new StringBuilder();
        for (String partition : store.partitions("")) {
            store.read(partition).records().forEach(r -> all.append(r.payload().text()));
        }
        return all.toString();
    }

    private static final String SLEEPS = "\"command\": [\"/bin/sleep\", \"3607\"]";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noPlantedSecretIsFoundWhereItMustNotBe(boolean files) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ((Logger) LoggerFactory.getLogger(WIRE)).setLevel(Level.INFO);
        root.setLevel(Level.TRACE);
        ear.start();
        root.addAppender(ear);
        MemoryStateStore store = new MemoryStateStore();
        Conventions plain = Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE);
        try (TestRegistry registry = TestRegistry.start();
                DockerClient docker = TestDaemon.shared().client();
                Engine engine = Stowage.engine()
                        .store(store)
                        .secrets((valueFrom, context) -> resolve(valueFrom))
                        .environmentFiles((file, context) -> file(file.value()))
                        .runtime(DockerRuntimeProvider.builder()
                                .conventions(files ? plain.withSecretsAsFiles() : plain)
                                .pullBehavior(PullBehavior.PREFER_CACHED)
                                .registryCredentials(image -> Optional.of(new RegistryCredentials.Login(
                                        "user", canary("login").toCharArray())))
                                .build())
                        .build()) {
            registry.requireLogin("user", canary("login"));
            String pulled = registry.image("canaries-" + files);
            engine.events().subscribe(event -> heard.add(event.toString()));
            engine.clusters().create("harbour");
            engine.containerInstances()
                    .register(RegisterContainerInstanceRequest.builder()
                            .cluster("harbour")
                            .containerInstanceName("quay")
                            .runtime("docker")
                            .runtimeProperties(
                                    Map.of("host", TestDaemon.shared().host()))
                            .build());
            String runs = run(
                    engine,
                    "runs",
                    container("app", TestDaemon.IMAGE, SLEEPS),
                    container("side", TestDaemon.IMAGE, SLEEPS));
            List<String> ends = new ArrayList<>();
            ends.add(run(engine, "missing", container("missing", "localhost:1/none:1", SLEEPS)));
            ends.add(run(engine, "pulled", container("pulled", pulled, "\"command\": [\"/none\"]")));
            ends.add(run(engine, "entry", container("entry", TestDaemon.IMAGE, "\"entryPoint\": [\"/none\"]")));
            ends.add(run(engine, "broken", container("broken", TestDaemon.IMAGE, SLEEPS)));
            ends.add(
                    run(
                            engine,
                            "ill",
                            container(
                                    "ill",
                                    TestDaemon.IMAGE,
                                    SLEEPS
                                            + ", \"healthCheck\": {\"command\": [\"CMD\", \"/bin/false\"], \"interval\": 5, \"retries\": 1}")));
            assertThat(engine.tasks()
                            .awaitRunning("harbour", List.of(runs), Duration.ofSeconds(30))
                            .reached())
                    .as("%s", engine.tasks().describe("harbour", List.of(runs)))
                    .isTrue();
            docker.listContainersCmd()
                    .withShowAll(true)
                    .exec()
                    .forEach(c -> heard.add(c.getLabels().toString()));
            engine.tasks().stop("harbour", runs, "done");
            ends.add(runs);
            ends.remove(4);
            assertThat(engine.tasks()
                            .awaitStopped("harbour", ends, Duration.ofSeconds(40))
                            .reached())
                    .isTrue();
            heard.add(engine.tasks().describe("harbour", ends).toString());
            heard.add(text(store));
        } finally {
            root.detachAppender(ear);
            root.setLevel(before);
            TestDaemon.shared().removeAll();
        }
        assertThat(canaries).hasSizeGreaterThan(24);
        String all = String.join("\n", heard);
        assertThat(all).contains("open-app", "open-broken");
        canaries.forEach((name, value) ->
                assertThat(all.contains(value)).as("the secret %s shows", name).isFalse());
    }
}
