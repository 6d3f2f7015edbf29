package io.stowage.samples.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.Stowage;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.StateStore;
import io.stowage.store.jdbc.JdbcStateStoreProvider;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of H2's files, in which deleted records live on for a while, have no secret in them. */
@Timeout(60)
class SecretsInDatabaseTest {

    private static final String DEFINITION = """
            {"family": "%1$s", "containerDefinitions": [{"name": "%1$s", "image": "/bin/sleep", "command": ["3607"], "memory": 16,
             "stopTimeout": 2,
             "environment": [{"name": "OPEN", "value": "%2$s"}],
             "secrets": [{"name": "ONE", "valueFrom": "%1$s-one"}, {"name": "TWO", "valueFrom": "%1$s-two"}]}]}""";

    private final Map<String, String> planted = new ConcurrentHashMap<>();
    private final String open = "open" + UUID.randomUUID();

    @TempDir
    private Path directory;

    private char[] resolve(String valueFrom) {
        String value = planted.computeIfAbsent(valueFrom, any -> "canary" + UUID.randomUUID());
        if (valueFrom.startsWith("broken")) {
            throw new IllegalStateException("no " + value);
        }
        return value.toCharArray();
    }

    private String run(Engine engine, String family) {
        String arn = engine.taskDefinitions()
                .register(DEFINITION.formatted(family, open))
                .taskDefinition()
                .taskDefinitionArn();
        return engine.tasks()
                .run(RunTaskRequest.builder()
                        .cluster("harbour")
                        .taskDefinition(arn)
                        .build())
                .tasks()
                .get(0)
                .taskArn();
    }

    /** All that H2 has on the disk, a byte a character. */
    private String files() throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.list(directory)) {
            all = paths.filter(path -> path.getFileName().toString().startsWith("state."))
                    .toList();
        }
        assertThat(all).isNotEmpty();
        StringBuilder bytes = new StringBuilder();
        for (Path path : all) {
            bytes.append(Files.readString(path, StandardCharsets.ISO_8859_1));
        }
        return bytes.toString();
    }

    private static boolean isIn(String bytes, String value) {
        List<String> forms = new ArrayList<>(List.of(value));
        for (Charset wide : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            forms.add(new String(value.getBytes(wide), StandardCharsets.ISO_8859_1));
        }
        for (String prefix : List.of("", "a", "ab")) {
            String whole = Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString((prefix + value).getBytes(StandardCharsets.UTF_8));
            // The characters at both ends depend on what is before and after it.
            forms.add(whole.substring(prefix.isEmpty() ? 0 : prefix.length() + 1, whole.length() - 1));
        }
        return forms.stream().anyMatch(bytes::contains);
    }

    private void assertNoneIsIn(String bytes) {
        assertThat(isIn(bytes, open)).as("what is no secret is found").isTrue();
        assertThat(planted).containsKeys("sleeps-one", "sleeps-two", "broken-one");
        planted.forEach((name, value) -> {
            assertThat(isIn(bytes, value)).as("%s in the files", name).isFalse();
            assertThat(isIn("x" + value + bytes, value))
                    .as("%s if it were there", name)
                    .isTrue();
        });
    }

    @Test
    void noSecretIsInTheFilesOfTheDatabase() throws Exception {
        try (StateStore store = new JdbcStateStoreProvider()
                        .open(Map.of("url", "jdbc:h2:file:" + directory.resolve("state"), "createTables", "true"));
                Engine engine = Stowage.engine()
                        .store(store)
                        .secrets((valueFrom, context) -> resolve(valueFrom))
                        .runtime(ProcessRuntimeProvider.builder()
                                .allowRoots(Path.of("/bin/sleep"))
                                .stateDirectory(directory.resolve("processes"))
                                .build())
                        .build()) {
            engine.clusters().create("harbour");
            engine.containerInstances()
                    .register(RegisterContainerInstanceRequest.builder()
                            .cluster("harbour")
                            .containerInstanceName("quay")
                            .runtime("process")
                            .build());
            String sleeps = run(engine, "sleeps");
            assertThat(engine.tasks()
                            .awaitRunning("harbour", List.of(sleeps), Duration.ofSeconds(20))
                            .reached())
                    .isTrue();
            String broken = run(engine, "broken");
            engine.tasks().stop("harbour", sleeps, "done");
            assertThat(engine.tasks()
                            .awaitStopped("harbour", List.of(sleeps, broken), Duration.ofSeconds(30))
                            .reached())
                    .isTrue();
            assertNoneIsIn(files());
        }
        assertNoneIsIn(files());
    }
}
