package io.stowage.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.crash.CrashPoint.Moment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that dies at any step of a launch or of an end leaves no machine that nobody knows of, and none is launched twice. */
class CapacityCrashTest {

    @ParameterizedTest
    @ValueSource(strings = {"capacity-launches", "capacity-runs-tasks", "capacity-gives-back"})
    void whereverTheEngineDiesTheNextOneGoesOn(String scenario) {
        CrashReport report = new CrashExploration(new StowageEngines(), 1, 1)
                .only(List.of(Moment.BEFORE, Moment.AFTER))
                .explore(scenario, CrashExploration.NOT_NESTED);
        assertThat(report.violations()).isEmpty();
        assertThat(report.crashPoints()).isGreaterThan(20);
    }

    /** One that is cut off from its store goes on meanwhile with what it had decided, beside the one that has taken over. */
    @ParameterizedTest
    @ValueSource(strings = {"capacity-launches", "capacity-gives-back"})
    void oneThatStandsStillIsTakenOverFrom(String scenario) {
        CrashReport report = new CrashExploration(new StowageEngines(), 1, 2)
                .only(List.of(Moment.PAUSE))
                .explore(scenario, CrashExploration.NOT_NESTED);
        assertThat(report.violations()).isEmpty();
    }
}
