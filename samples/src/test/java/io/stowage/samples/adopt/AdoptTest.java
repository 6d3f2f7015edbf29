package io.stowage.samples.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import io.stowage.samples.adopt.GroundTruth.Sleeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run, one that is ended early, and that what is counted is counted. The whole run is one of the programs of {@code .ci/run}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AdoptTest {

    private static final int TERMINATED = 143;

    @Test
    void theNextEngineTakesOverWhatRuns(@TempDir Path directory) throws Exception {
        try (Program adopt = Program.start(Adopt.class, directory, "4", "4")) {
            assertThat(adopt.awaitEnd()).as(adopt.text()).isZero();
            assertThat(adopt.text().lines())
                    .last()
                    .isEqualTo("{\"abandoned\":4,\"restarted\":0,\"doubled\":0,\"orphaned\":0,\"lost\":0}");
            assertThat(adopt.leftBehind()).isEmpty();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void leavesNothingWhenItIsEndedEarly(@TempDir Path directory) throws Exception {
        try (Program adopt = Program.start(Adopt.class, directory, "4", "4")) {
            adopt.awaitLine("1. engine");
            adopt.terminate();
            assertThat(adopt.awaitEnd()).as(adopt.text()).isEqualTo(TERMINATED);
            assertThat(adopt.leftBehind()).isEmpty();
            assertThat(directory).as(adopt.text()).isEmptyDirectory();
        }
    }

    @Test
    void whatMustNotHappenIsCounted(@TempDir Path directory) throws Exception {
        GroundTruth truth = new ProcessTruth(directory);
        Process task = sleeper(directory, "task-1");
        Process other = sleeper(directory, "task-2");
        try {
            Set<Sleeper> before = awaitRunning(truth, 2);
            Tally none = new Tally(truth);
            none.expectRuns(2);
            assertThat(none.settled(before, 2, "1")).isEqualTo(2);
            assertThat(none.isClean()).isTrue();

            Tally orphan = new Tally(truth);
            orphan.expectRuns(2);
            orphan.settled(before, 1, "1");
            assertThat(orphan.json()).contains("\"orphaned\":1");

            other.destroyForcibly().waitFor();
            awaitRunning(truth, 1);
            Tally lost = new Tally(truth);
            lost.expectRuns(2);
            lost.settled(before, 2, "1");
            assertThat(lost.json()).contains("\"restarted\":1", "\"lost\":1");

            Process again = sleeper(directory, "task-2");
            try {
                awaitRunning(truth, 2);
                Tally restarted = new Tally(truth);
                restarted.expectRuns(2);
                restarted.settled(before, 2, "1");
                assertThat(restarted.json()).contains("\"restarted\":1", "\"doubled\":1", "\"lost\":0");
                restarted.deleted();
                assertThat(restarted.json()).contains("\"orphaned\":2");
                assertThat(restarted.isClean()).isFalse();
            } finally {
                again.destroyForcibly().waitFor();
            }
        } finally {
            task.destroyForcibly().waitFor();
            other.destroyForcibly().waitFor();
        }
    }

    /** What looks like a process of a task: by its environment, and by what it has written down. */
    private static Process sleeper(Path directory, String task) throws Exception {
        Path ran = directory.resolve("ran");
        ProcessBuilder builder = new ProcessBuilder(
                List.of("/bin/sh", "-c", "echo \"$STOWAGE_TASK_ARN $VERSION $$\" >> \"$RAN\"; exec sleep 3600"));
        builder.environment().put("STOWAGE_TASK_ARN", task);
        builder.environment().put("VERSION", "1");
        builder.environment().put("RAN", ran.toString());
        Files.createDirectories(directory);
        return builder.start();
    }

    private static Set<Sleeper> awaitRunning(GroundTruth truth, int count) {
        Set<Sleeper> running = truth.running();
        while (running.size() != count) {
            Thread.onSpinWait();
            running = truth.running();
        }
        return running;
    }
}
