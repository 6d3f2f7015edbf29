package io.stowage.samples.rollingupdate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is ended early. The whole one is one of the programs of {@code .ci/run}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RollingUpdateTest {

    private static final int TERMINATED = 143;

    @Test
    void doesNothingWithAnArgumentThatItDoesNotKnow(@TempDir Path directory) throws Exception {
        try (Program program = Program.start(RollingUpdate.class, directory, "--kils", "1")) {
            assertThat(program.awaitEnd()).isEqualTo(2);
            assertThat(program.text()).contains("--kills N");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void leavesNothingWhenItIsEndedEarly(@TempDir Path directory) throws Exception {
        try (Program program = Program.start(RollingUpdate.class, directory)) {
            program.awaitLine("nothing happens");
            assertThat(program.leftBehind()).as("four servers run").hasSizeGreaterThanOrEqualTo(4);
            program.terminate();
            assertThat(program.awaitEnd()).as(program.text()).isEqualTo(TERMINATED);
            assertThat(program.leftBehind()).isEmpty();
            assertThat(directory).as(program.text()).isEmptyDirectory();
        }
    }
}
