package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Seeds that once violated an invariant, with what was wrong. They are run for ever. A seed is another run once something else is drawn
 * than before; so each of these has a small test of its own, too.
 */
class SeedsThatFailedTest {

    @ParameterizedTest(name = "{0} with {1} tasks: {2}")
    @CsvSource({
        "105, 20, a task was given up that was missing from one list",
        "143, 20, a container was removed that carried copied labels",
        "5, 100, a task that was placed between a reactivation and a loss in one turn was held against the engine",
        "5076, 20, a container that was made anew after somebody had removed every trace of it was held against the engine",
    })
    void isMended(long seed, int tasks, String whatWasWrong) {
        SimulationResult result =
                SimulationRun.run(new SimulationSettings(seed, tasks, Duration.ofHours(6)), new StowageEngines());
        assertThat(result.violation()).as(whatWasWrong).isNull();
    }
}
