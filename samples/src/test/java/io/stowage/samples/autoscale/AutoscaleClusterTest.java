package io.stowage.samples.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is ended early. The whole one is one of the programs of {@code .ci/run}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AutoscaleClusterTest {

    private static final int TERMINATED = 143;

    @Test
    void leavesNothingWhenItIsEndedEarly(@TempDir Path directory) throws Exception {
        try (Program program = Program.start(AutoscaleCluster.class, directory)) {
            program.awaitLine("60 tasks need {m7g.large=15}");
            program.awaitLine("is to have 36 tasks");
            assertThat(program.leftBehind()).as("12 tasks run").hasSizeGreaterThanOrEqualTo(12);
            program.terminate();
            assertThat(program.awaitEnd()).as(program.text()).isEqualTo(TERMINATED);
            assertThat(program.leftBehind()).isEmpty();
            assertThat(directory).as(program.text()).isEmptyDirectory();
        }
    }
}
