package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.Stowage;
import io.stowage.model.Task;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What environment files say is in the environment of real containers, whatever becomes of secrets. */
@NeedsDocker
@Timeout(90)
class EnvironmentFilesTest {

    private static final String DEFINITION = """
            {"family": "web", "networkMode": "bridge", "containerDefinitions": [
              {"name": "app", "image": "%s", "memory": 16, "command": ["/bin/sh", "-c",
                 "[ \\"$A $B\\" = 'environment \\"a  file\\"' ] && [ \\"$a_b\\" = second ] && grep -q c.d=1=2 /proc/1/environ && exit 7"],
               "environment": [{"name": "A", "value": "environment"}],
               "secrets": [{"name": "PASSWORD", "valueFrom": "password"}],
               "environmentFiles": [{"type": "s3", "value": "first.env"}, {"type": "s3", "value": "second.env"}]}]}""";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aContainerHasTheVariables(boolean secretsAsFiles) {
        Conventions plain = Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE);
        Map<String, String> files = Map.of("first.env", "A=file\nB=\"a  file\"\nc.d=1=2", "second.env", "a_b=second");
        try (Engine engine = Stowage.engine()
                .secrets((valueFrom, context) -> valueFrom.toCharArray())
                .environmentFiles(
                        (file, context) -> files.getOrDefault(file.value(), "").toCharArray())
                .runtime(DockerRuntimeProvider.builder()
                        .conventions(secretsAsFiles ? plain.withSecretsAsFiles() : plain)
                        .pullBehavior(PullBehavior.PREFER_CACHED)
                        .build())
                .build()) {
            engine.clusters().create("harbour");
            engine.containerInstances()
                    .register(RegisterContainerInstanceRequest.builder()
                            .cluster("harbour")
                            .containerInstanceName("quay")
                            .runtime("docker")
                            .runtimeProperties(
                                    Map.of("host", TestDaemon.shared().host()))
                            .build());
            engine.taskDefinitions().register(DEFINITION.formatted(TestDaemon.IMAGE));
            RunTaskRequest request = RunTaskRequest.builder()
                    .cluster("harbour")
                    .taskDefinition("web")
                    .build();
            String task = await().atMost(Duration.ofSeconds(20))
                    .until(() -> engine.tasks().run(request).tasks(), tasks -> !tasks.isEmpty())
                    .get(0)
                    .taskArn();
            Task ended = engine.tasks()
                    .awaitStopped("harbour", List.of(task), Duration.ofSeconds(40))
                    .tasks()
                    .get(0);
            assertThat(ended.containers().get(0).exitCode()).as("%s", ended).isEqualTo(7);
        } finally {
            TestDaemon.shared().removeAll();
        }
    }
}
