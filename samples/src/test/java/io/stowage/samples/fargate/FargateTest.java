package io.stowage.samples.fargate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FargateTest {

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void showsWhatDiffersAndLeavesNothing(@TempDir Path directory) throws Exception {
        try (Program program = Program.start(Fargate.class, directory)) {
            assertThat(program.awaitEnd()).as(program.text()).isZero();
            assertThat(program.text())
                    .containsPattern("launchType +EC2 +FARGATE")
                    .containsPattern("containerInstanceArn +[0-9a-f]{32} +-")
                    .containsPattern("cpu +256 +256")
                    .contains("RESOURCE:FARGATE, Capacity is unavailable at this time.")
                    .endsWith("fargate: ok" + System.lineSeparator());
            assertThat(program.leftBehind()).isEmpty();
        }
    }
}
