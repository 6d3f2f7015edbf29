package io.stowage.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the quickstart does when it is ended early. Its whole run is one of the programs of {@code .ci/run}. */
class QuickstartTest {

    /** What a JVM that a signal ended exits with: 128 and SIGTERM. */
    private static final int TERMINATED = 143;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void doesNothingWithAnArgumentThatItDoesNotKnow(@TempDir Path directory) throws Exception {
        try (Program quickstart = Program.start(Quickstart.class, directory, "--kep")) {
            assertThat(quickstart.awaitEnd()).isEqualTo(2);
            assertThat(quickstart.text()).contains("--keep").doesNotContain("1. Task definition");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2. Cluster", " RUNNING on ", "sent SIGKILL"})
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void leavesNothingWhenItIsEndedAt(String line, @TempDir Path directory) throws Exception {
        try (Program quickstart = Program.start(Quickstart.class, directory)) {
            quickstart.awaitLine(line);
            quickstart.terminate();
            assertThat(quickstart.awaitEnd()).as(quickstart.text()).isEqualTo(TERMINATED);
            assertThat(quickstart.text()).contains("no process of this run is left", "quickstart: interrupted");
            assertThat(quickstart.leftBehind()).isEmpty();
            assertThat(directory).as(quickstart.text()).isEmptyDirectory();
        }
    }
}
