package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ExecutesInteractively.OutputListener;
import io.stowage.spi.InteractiveCommand;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that somebody talks to, on a real daemon. */
@NeedsDocker
@Timeout(120)
class InteractiveCommandsTest {

    private static final int PATIENCE_SECONDS = 40;

    private final Heard heard = new Heard();
    private FaultyHost host;
    private DockerRuntime runtime;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.shared();
        host.start("one");
        var target = new RuntimeTarget(
                "default", "i-1", Map.of("host", TestDaemon.shared().host()), WorkloadPolicy.platformDefault());
        runtime = (DockerRuntime) new DockerRuntimeProvider().connect(target);
    }

    @AfterEach
    void close() {
        runtime.close();
        host.close();
    }

    private InteractiveCommand execute(boolean tty, String... command) throws ContainerRuntimeException {
        return runtime.execute("one", List.of(command), tty, heard);
    }

    private static void write(InteractiveCommand command, String text) throws IOException {
        command.standardInput().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int exitCode(InteractiveCommand command) throws Exception {
        return command.exitCode().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static long threadsOfCommands() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("stowage-docker-command") || name.contains("hijacking-stream"))
                .count();
    }

    private static void awaitNoThreads() {
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> threadsOfCommands() == 0);
    }

    @Test
    void whatIsWrittenIsReadUntilTheInputIsEnded() throws Exception {
        try (InteractiveCommand cat = execute(false, "/bin/cat")) {
            write(cat, "first\n");
            await().until(() -> heard.out().equals("first\n"));
            write(cat, "second\n");
            await().until(() -> heard.out().equals("first\nsecond\n"));
            cat.standardInput().close();
            assertThatThrownBy(() -> write(cat, "late")).isInstanceOf(IOException.class);
            assertThat(exitCode(cat)).isZero();
        }
        awaitNoThreads();
    }

    @Test
    void allOfALongInputIsReadAndThenItsEnd() throws Exception {
        assertReadsToTheEnd(runtime);
        awaitNoThreads();
    }

    /** What is longer than all that lies between arrives whole; what the command says after its end does, too. */
    static void assertReadsToTheEnd(DockerRuntime runtime) throws Exception {
        Heard heard = new Heard();
        List<String> words = List.of("/bin/sh", "-c", "wc -c; echo rest >&2; exit 5");
        try (InteractiveCommand counts = runtime.execute("one", words, false, heard)) {
            for (int i = 0; i < 64; i++) {
                write(counts, "0123456789abcdef".repeat(1024));
            }
            counts.standardInput().close();
            assertThat(exitCode(counts)).isEqualTo(5);
        }
        assertThat(heard.out().strip()).isEqualTo("1048576");
        assertThat(heard.error()).isEqualTo("rest\n");
    }

    @Test
    void aTerminalOutlivesTheInput() throws Exception {
        try (InteractiveCommand shell = execute(true, "/bin/sh", "-c", "read x; sleep 1; echo still; exit 3")) {
            write(shell, "go\n");
            shell.standardInput().close();
            assertThat(exitCode(shell)).isEqualTo(3);
            assertThat(heard.out()).contains("still");
        }
    }

    @Test
    void whatTheDaemonRefusesToStartIsRefusedInItsWords() {
        host.proxy().when("POST", "/exec/[0-9a-f]+/start", Fault.refuse(409, "it is paused"));
        assertThatThrownBy(() -> host.runtime().execute("one", List.of("/bin/cat"), false, heard))
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessage("the command was not started: it is paused");
        host.proxy().heal();
        host.proxy().when("POST", "/exec/[0-9a-f]+/start", Fault.refuse(500, "it is ill"));
        assertThatThrownBy(() -> host.runtime().execute("one", List.of("/bin/cat"), false, heard))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("it is ill");
        host.proxy().heal();
        host.proxy().when("POST", "/exec/[0-9a-f]+/start", new Fault.Cut());
        assertThatThrownBy(() -> host.runtime().execute("one", List.of("/bin/cat"), false, heard))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("ended within its head");
        awaitNoThreads();
    }

    @Test
    void theExitCodeIsTheCommandsOwnAndStandardErrorIsApart() throws Exception {
        try (InteractiveCommand shell = execute(false, "/bin/sh", "-c", "echo good; echo bad >&2; exit 7")) {
            assertThat(exitCode(shell)).isEqualTo(7);
        }
        assertThat(heard.out()).isEqualTo("good\n");
        assertThat(heard.error()).isEqualTo("bad\n");
    }

    @Test
    void aTerminalIsOneAndHasTheSizeThatItIsGiven() throws Exception {
        try (InteractiveCommand shell = execute(true, "/bin/sh", "-c", "test -t 0 && read x && stty size")) {
            shell.resize(33, 101);
            write(shell, "go\n");
            assertThat(exitCode(shell)).isZero();
            assertThat(heard.out()).contains("33 101");
            assertThatThrownBy(() -> shell.resize(1, 1)).isInstanceOf(ContainerRuntimeException.class);
            assertThatThrownBy(() -> shell.resize(0, 1)).hasMessageContaining("rows is 0");
        }
    }

    @Test
    void whatIsNoTerminalHasNoSize() throws Exception {
        try (InteractiveCommand shell = execute(false, "/bin/sh", "-c", "test -t 0 || exit 9")) {
            assertThatThrownBy(() -> shell.resize(33, 101)).isInstanceOf(IllegalStateException.class);
            assertThat(exitCode(shell)).isEqualTo(9);
        }
    }

    @Test
    void aProgramThatIsNotThereIsRefusedByName() throws Exception {
        try (InteractiveCommand none = execute(false, "/no/such/program")) {
            assertThatThrownBy(() -> exitCode(none))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("/no/such/program");
        }
        assertThatThrownBy(() -> runtime.execute("two", List.of("/bin/cat"), false, heard))
                .isInstanceOf(ContainerRuntimeException.class);
    }

    @Test
    void closingFreesThreadsAndEndsWhatRuns() throws Exception {
        InteractiveCommand sleep = execute(false, "/bin/sleep", "4711");
        sleep.close();
        sleep.close();
        assertThat(sleep.exitCode().isCompletedExceptionally()).isTrue();
        assertThatThrownBy(() -> exitCode(sleep)).hasRootCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> write(sleep, "late")).isInstanceOf(IOException.class);
        awaitNoThreads();
        await().until(() -> Arrays.stream(
                        host.docker().topContainerCmd("one").exec().getProcesses())
                .noneMatch(process -> String.join(" ", process).contains("4711")));
    }

    @Test
    void aContainerThatIsRemovedLeavesNobodyWaiting() throws Exception {
        try (InteractiveCommand cat = execute(false, "/bin/cat")) {
            host.docker().removeContainerCmd("one").withForce(true).exec();
            CompletableFuture<Integer> exit = cat.exitCode().exceptionally(unknown -> -1);
            assertThat(exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isIn(137, -1);
        }
        awaitNoThreads();
    }

    @Test
    void twentyInARowLeaveNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (InteractiveCommand cat = execute(i % 2 == 0, "/bin/sh", "-c", "read x; exit " + i)) {
                write(cat, "go\n");
                assertThat(exitCode(cat)).isEqualTo(i);
            }
        }
        awaitNoThreads();
    }

    /** What a command wrote. */
    private static final class Heard implements OutputListener {
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder error = new StringBuilder();

        @Override
        public synchronized void output(boolean standardError, byte[] bytes) {
            (standardError ? error : out).append(new String(bytes, StandardCharsets.UTF_8));
        }

        synchronized String out() {
            return out.toString();
        }

        synchronized String error() {
            return error.toString();
        }
    }
}
