package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.spec;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every other field that reaches the host, with words that mean something to a shell, to a file system or to a terminal. */
class HostileFieldsTest {

    private static final Path BAIT = Path.of("/tmp/stowage-bait");
    private static final String HALF = "\ud800";

    private static final List<String> HOSTILE = List.of(
            "$(touch " + BAIT + ")",
            "`touch " + BAIT + "`",
            "; touch " + BAIT + " #",
            "' ; touch " + BAIT + " ; '",
            "\" ; touch " + BAIT + " ; \"",
            "a\ntouch " + BAIT + "\n",
            "| touch " + BAIT,
            "&& touch " + BAIT,
            "${IFS}touch${IFS}" + BAIT,
            "-rf",
            "--help",
            "*",
            "..",
            "../../../../tmp/stowage-bait",
            "/tmp/stowage-bait",
            "~root",
            "\u001b]0;title\u0007",
            "command 1 1\nexit 0",
            "x".repeat(100_000));

    private TestHost host;
    private ProcessRuntime runtime;

    @BeforeEach
    void connect() throws Exception {
        host = new TestHost(builder -> builder.allowRoots(Path.of("/tmp")));
        runtime = host.connect();
    }

    @AfterEach
    void close() throws Exception {
        host.close();
        assertThat(BAIT).doesNotExist();
    }

    @Test
    void names_and_labels_of_containers_are_only_text() throws Exception {
        for (String word : HOSTILE) {
            spec(word)
                    .image("/bin/echo")
                    .command("ran")
                    .label("label", word)
                    .label(word, "value")
                    .start(runtime);
            ContainerState state = awaitExit(runtime, word);
            assertThat(state.exitCode()).isZero();
            assertThat(state.labels()).containsEntry("label", word).containsEntry(word, "value");
            assertThat(runtime.list(Map.of("label", word)))
                    .extracting(ContainerState::name)
                    .containsExactly(word);
            runtime.remove(word);
        }
        assertThat(runtime.list(Map.of())).isEmpty();
    }

    @Test
    void a_working_directory_may_be_called_anything(@TempDir Path parent) throws Exception {
        for (String word : HOSTILE) {
            if (word.contains("/") || word.length() > 255 || word.startsWith(".")) {
                continue;
            }
            Path directory = Files.createDirectory(parent.resolve(word));
            shell("c", "pwd > here; exit 4")
                    .with(d -> d.workingDirectory(directory.toString()))
                    .start(runtime);
            assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(4);
            assertThat(directory.resolve("here")).hasContent(directory.toString());
            runtime.remove("c");
        }
    }

    @Test
    void an_image_may_be_called_anything_and_is_run_as_that(@TempDir Path parent) throws Exception {
        for (String word : HOSTILE) {
            if (word.contains("/") || word.length() > 255 || word.startsWith(".")) {
                continue;
            }
            Path program = Files.copy(Path.of("/bin/echo"), parent.resolve(word));
            assertThat(program.toFile().setExecutable(true)).isTrue();
            spec("c").image(program.toString()).command("ran").start(runtime);
            assertThat(awaitExit(runtime, "c").exitCode()).isZero();
            assertThat(host.output("c")).isEqualTo("ran\n");
            runtime.remove("c");
        }
    }

    @Test
    void what_names_nothing_on_this_host_is_refused_and_not_tried() {
        for (String word : HOSTILE) {
            if (!word.equals("..")) {
                refused(word, d -> d.image(word));
                refused(word, d -> d.workingDirectory("/nowhere/" + word));
            }
            refused(word, d -> d.user(word));
            refused(word, d -> d.image("/bin").entryPoint(List.of("/nowhere/" + word)));
        }
    }

    private void refused(String word, UnaryOperator<ContainerDefinitionBuilder> change) {
        assertThatThrownBy(() -> sleep("c").with(change).start(runtime))
                .as(word)
                .isInstanceOf(ContainerRuntimeException.class);
        assertThat(runtime.list(Map.of())).isEmpty();
    }

    @Test
    void signals_are_names_and_nothing_else() throws Exception {
        sleep("c").start(runtime);
        for (String word : HOSTILE) {
            assertThatThrownBy(() -> runtime.signal("c", word))
                    .as(word)
                    .isInstanceOfAny(ContainerRuntimeException.class, IllegalArgumentException.class);
        }
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void words_of_a_command_in_a_container_arrive() throws Exception {
        sleep("c").start(runtime);
        for (String word : HOSTILE) {
            CommandResult result = runtime.run(
                    "c", List.of("/bin/sh", "-c", "printf %s \"$1\" > word", "sh", word), Duration.ofSeconds(20));
            assertThat(result.exitCode()).isZero();
            assertThat(Files.readString(host.folder("c").resolve("work/word"), StandardCharsets.UTF_8))
                    .isEqualTo(word);
        }
    }

    @Test
    void what_has_no_bytes_or_ends_a_word_for_the_kernel_is_refused_by_name() throws Exception {
        for (String word : List.of("a\0b", HALF, "x" + HALF + "y")) {
            assertThatThrownBy(() -> spec("c").image("/bin/echo").command(word).create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("command");
            assertThatThrownBy(() -> sleep("c").environment("A", word).create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("environment");
            assertThatThrownBy(() -> sleep("c").environment(word, "a").create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class);
            assertThatThrownBy(() -> sleep("c").secret("S", word).create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class);
            refused(word, d -> d.image("/bin/" + word));
            refused(word, d -> d.workingDirectory("/tmp/" + word));
            refused(word, d -> d.user(word));
        }
        sleep("c").start(runtime);
        for (String word : List.of("a\0b", HALF)) {
            assertThatThrownBy(() -> runtime.run("c", List.of("/bin/echo", word), Duration.ofSeconds(20)))
                    .isInstanceOf(ContainerRuntimeException.class);
        }
    }
}
