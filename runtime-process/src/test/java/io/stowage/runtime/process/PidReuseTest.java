package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.ContainerState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stranger really gets the process id that a container had. Root may tell the kernel which id is next, and does so in a space of process
 * ids of its own, where nobody else is.
 */
@Timeout(60)
class PidReuseTest {

    @Test
    void a_stranger_that_got_the_process_id_of_a_container_is_never_signalled() throws Exception {
        Assumptions.assumeTrue(Host.isRoot());
        // The shell is the first process there, and collects those that nobody else waits for.
        Process inside = new ProcessBuilder(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "/bin/sh",
                        "-c",
                        "\"$@\"; exit $?",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Inside.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(inside.waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(inside.exitValue()).isEqualTo(Inside.PASSED);
        } finally {
            inside.destroyForcibly();
        }
    }

    /** Runs where process ids begin at 1. */
    static final class Inside {

        static final int PASSED = 33;
        private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");

        public static void main(String[] none) throws Exception {
            try (TestHost host = new TestHost()) {
                ProcessRuntime runtime = host.connect();
                sleep("c").start(runtime);
                long pid = TestHost.pid(runtime, "c");
                ProcessId supervisor = host.supervisor("c");
                // Without its supervisor nobody writes down how it ended, and its record goes on naming its process id.
                supervisor.kill();
                TestHost.awaitGone(supervisor.pid());
                TestHost.kill(pid);
                await().atMost(TestHost.SOON).until(() -> ProcessId.stat(pid).isEmpty());
                Process stranger = startWith(pid);
                for (ProcessRuntime each : List.of(runtime, host.connect())) {
                    assertThat(state(each, "c").phase()).isEqualTo(Phase.EXITED);
                    each.signal("c", "SIGTERM");
                    each.kill("c");
                    assertThat(each.list(Map.of())).hasSize(1);
                }
                runtime.remove("c");
                assertThat(runtime.list(Map.of())).isEmpty();
                assertThat(stranger.isAlive()).isTrue();
                stranger.destroyForcibly().waitFor();
            }
            System.exit(PASSED);
        }

        /** A thread that begins just then may get the id: then it is tried again. */
        private static Process startWith(long pid) throws IOException, InterruptedException {
            while (true) {
                Files.writeString(LAST_PID, Long.toString(pid - 1));
                Process started = new ProcessBuilder("/bin/sleep", "3612").start();
                if (started.pid() == pid) {
                    return started;
                }
                started.destroyForcibly().waitFor();
            }
        }
    }
}
