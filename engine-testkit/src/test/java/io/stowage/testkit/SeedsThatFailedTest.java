package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds that once violated an invariant, with what was wrong. They are run for ever. */
class SeedsThatFailedTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "36, a leader that read its state anew never heard again that a host is connected",
        "48, a leader that read its state anew never heard again that a host is connected",
        "853, a task that was placed in the turn in which its instance was drained afterwards was held against the engine",
        "20780000039, a task that was created and stopped with its instance in one turn was held against the engine",
        "1145, rest was declared before a task had run long enough to be healthy",
    })
    void isMended(long seed, String whatWasWrong) {
        SimulationResult result =
                SimulationRun.run(new SimulationSettings(seed, 20, Duration.ofHours(6)), new StowageEngines());
        assertThat(result.violation()).as(whatWasWrong).isNull();
    }
}
