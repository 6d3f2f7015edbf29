package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs in which machines come from a cloud that fails. */
class CloudSeedsTest {

    @ParameterizedTest
    @CsvSource({"7,1", "41,1", "9,3", "44,3"})
    void machinesComeAndGoAmongAllElseThatHappens(long seed, int engines) {
        SimulationResult result = SimulationRun.run(
                new SimulationSettings(seed, 30, Duration.ofHours(1)).withEngines(engines), new StowageEngines());
        assertThat(result.violation()).isNull();
        assertThat(result.counts().get("machine launched")).isPositive();
        assertThat(result.counts().get("machine launched for a task")).isPositive();
        assertThat(result.counts().get("task placed later")).isPositive();
    }
}
