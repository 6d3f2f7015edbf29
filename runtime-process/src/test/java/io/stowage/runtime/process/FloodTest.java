package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.ContainerState.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A command that prints a gigabyte as fast as it can. */
class FloodTest {

    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final int KEPT = 3;

    @Test
    @Timeout(120)
    void a_gigabyte_of_output_takes_a_bounded_part_of_the_disk_and_of_memory() throws Exception {
        try (TestHost host = new TestHost(builder -> builder.logFiles(MIB, KEPT).logLook(Duration.ofMillis(100)))) {
            ProcessRuntime runtime = host.connect();
            shell(
                            "c",
                            "yes 'sixty-four bytes a line, so that a reader can tell where one ends' | head -c " + GIB
                                    + "; echo >&2 done")
                    .start(runtime);
            long most = 0;
            while (state(runtime, "c").phase() == Phase.RUNNING) {
                most = Math.max(most, bytesIn(host.folder("c")));
            }
            assertThat(state(runtime, "c").exitCode()).isZero();
            assertThat(Files.readString(host.folder("c").resolve("stderr.log"))).isEqualTo("done\n");
            assertThat(most).isLessThan(GIB / 2);
            assertThat(Runtime.getRuntime().totalMemory()).isLessThan(GIB);
        }
    }

    @Test
    void what_is_left_of_a_flood_is_no_more_than_what_is_kept() throws Exception {
        try (TestHost host = new TestHost(builder -> builder.logFiles(MIB, KEPT).logLook(Duration.ofMillis(100)))) {
            ProcessRuntime runtime = host.connect();
            shell("c", "head -c " + 64 * MIB + " /dev/zero; echo >&2 done; sleep 3611")
                    .start(runtime);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.size(host.folder("c").resolve("stderr.log")) > 0);
            // The rotated files, what came while the last was copied, and the one that is written to.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> bytesIn(host.folder("c")) < (2 * KEPT + 1 + 1 + 1) * MIB);
        }
    }

    private static long bytesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(FloodTest::size).sum();
        }
    }

    /** Files come and go while they are looked at. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
