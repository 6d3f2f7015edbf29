package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of which some have a cloud. */
class CloudSeedsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void machinesComeAndGoAmongAllElseThatHappens(int engines) {
        int launched = 0;
        for (long seed = 1; seed <= Long.getLong("seeds", 12); seed++) {
            SimulationResult result = SimulationRun.run(
                    new SimulationSettings(seed, 30, Duration.ofHours(1)).withEngines(engines), new StowageEngines());
            System.out.println(seed + " " + engines + " " + result.counts().getOrDefault("machine launched", 0) + " "
                    + (result.violation() == null
                            ? "ok"
                            : result.violation()
                                    .substring(
                                            0, Math.min(1500, result.violation().length()))));
            assertThat(result.violation()).isNull();
            launched += result.counts().getOrDefault("machine launched", 0);
        }
        assertThat(launched).isPositive();
    }
}
