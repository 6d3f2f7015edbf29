package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState.Phase;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands in running containers, as health checks are. */
class CommandRunTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private TestHost host;
    private ProcessRuntime runtime;

    @BeforeEach
    void connect() throws Exception {
        host = new TestHost();
        runtime = host.connect();
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    private CommandResult sh(ProcessRuntime in, String script, Duration timeout) throws ContainerRuntimeException {
        return in.run("c", List.of("/bin/sh", "-c", script), timeout);
    }

    @Test
    void a_command_says_how_it_ended_and_what_it_printed() throws Exception {
        sleep("c").start(runtime);
        assertThat(sh(runtime, "echo fine; echo also >&2", LONG)).isEqualTo(new CommandResult(0, "fine\nalso\n"));
        assertThat(sh(runtime, "exit 3", LONG)).isEqualTo(new CommandResult(3, ""));
        assertThat(sh(runtime, "kill -9 $$", LONG).exitCode()).isEqualTo(137);
    }

    @Test
    void it_has_the_environment_the_secrets_and_the_directory_of_the_container() throws Exception {
        sleep("c")
                .environment("A", "b c\nd")
                .environment("odd.name", "1")
                .secret("S", "s3cret'\n\"x")
                .start(runtime);
        String expected = "[b c\nd][s3cret'\n\"x]" + host.folder("c").resolve("work") + "\n";
        String script = "printf '[%s][%s]' \"$A\" \"$S\"; pwd";
        assertThat(sh(runtime, script, LONG).output()).isEqualTo(expected);
        assertThat(runtime.run("c", List.of("/bin/cat", "/proc/self/environ"), LONG)
                        .output())
                .contains("odd.name=1\0");
        // One that never saw the secret finds it where the kernel shows it.
        assertThat(sh(host.connect(), script, LONG).output()).isEqualTo(expected);
    }

    @Test
    void its_words_arrive() throws Exception {
        sleep("c").start(runtime);
        List<String> words = List.of("", " ", "$(id)", "a\nb\n", "-n", "'", "日本", "\\0101", "*");
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/printf", "[%s]"));
        command.addAll(words);
        assertThat(runtime.run("c", command, LONG).output())
                .isEqualTo(words.stream().map(w -> "[" + w + "]").collect(java.util.stream.Collectors.joining()));
    }

    @Test
    @Timeout(15)
    void it_is_killed_with_all_its_children_at_the_time_out() throws Exception {
        sleep("c").start(runtime);
        CommandResult result = sh(runtime, "sleep 3610 & echo $!; trap '' TERM; wait", Duration.ofMillis(500));
        assertThat(result.exitCode()).isNull();
        assertThat(result.succeeded()).isFalse();
        TestHost.awaitGone(Long.parseLong(result.output().strip()));
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    @Timeout(15)
    void a_child_that_holds_the_output_does_not_hold_the_result() throws Exception {
        sleep("c").start(runtime);
        assertThat(sh(runtime, "sleep 3610 & echo done", LONG).output()).isEqualTo("done\n");
    }

    @Test
    void only_the_end_of_a_long_output_is_kept() throws Exception {
        sleep("c").start(runtime);
        CommandResult result = sh(runtime, "i=0; while [ $i -lt 3000 ]; do echo \"line $i\"; i=$((i+1)); done", LONG);
        assertThat(result.output()).hasSize(4096).endsWith("line 2998\nline 2999\n");
    }

    @Test
    void it_is_refused_where_nothing_runs_or_the_program_is_not_allowed() throws Exception {
        assertThatThrownBy(() -> sh(runtime, "true", LONG)).isInstanceOf(ContainerRuntimeException.class);
        shell("c", "exit 0").create(runtime);
        assertThatThrownBy(() -> sh(runtime, "true", LONG)).isInstanceOf(ContainerRuntimeException.class);
        runtime.start("c");
        awaitExit(runtime, "c");
        assertThatThrownBy(() -> sh(runtime, "true", LONG)).isInstanceOf(ContainerRuntimeException.class);
        sleep("d").start(runtime);
        assertThatThrownBy(() -> runtime.run("d", List.of(), LONG)).hasMessageContaining("empty");
        assertThatThrownBy(() -> runtime.run("d", List.of("/sbin/../etc/passwd"), LONG))
                .hasMessageContaining("allowRoots");
        assertThatThrownBy(() -> runtime.run("d", List.of("no-such-program"), LONG))
                .hasMessageContaining("command[0]");
        assertThat(Files.exists(host.folder("d"))).isTrue();
    }
}
