package io.stowage.samples.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run; the whole one is one of the programs of {@code .ci/run}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CrashTest {

    @Test
    void whatWasPromisedIsKept(@TempDir Path directory) throws Exception {
        try (Program crash = Program.start(Crash.class, directory, "--kills", "3")) {
            assertThat(crash.awaitEnd()).as(crash.text()).isZero();
            assertThat(crash.text().lines())
                    .last()
                    .isEqualTo(
                            "{\"kills\":3,\"restarted\":0,\"doubled\":0,\"orphaned\":0,\"lost\":0,\"acknowledgedLost\":0}");
            assertThat(crash.leftBehind()).isEmpty();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void whatWasForgottenIsCounted(@TempDir Path directory) {
        Tally tally = new Tally(new ProcessTruth(directory));
        tally.remembered("3 2", 3, "2");
        assertThat(tally.isClean()).isTrue();
        tally.remembered("3 1", 3, "2");
        tally.remembered("2 2", 3, "2");
        assertThat(tally.isClean()).isFalse();
        assertThat(tally.crashJson()).endsWith("\"acknowledgedLost\":2}");
    }
}
