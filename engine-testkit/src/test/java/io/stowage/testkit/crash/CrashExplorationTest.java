package io.stowage.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.EngineParts;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.crash.CrashPoint.Moment;
import io.stowage.testkit.crash.CrashRun.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every single crash point of every scenario. */
class CrashExplorationTest {

    private static final int DAYS = 7;
    private static final Settings ONE_ENGINE = new Settings(1, 1);

    @Test
    void theGoalIsReachedWhereverTheEngineCrashes() {
        CrashExploration exploration = new CrashExploration(new StowageEngines(), 1, 1);
        List<String> violations = new ArrayList<>();
        int points = 0;
        for (String scenario : CrashExploration.scenarios()) {
            CrashReport report = exploration.explore(scenario, false);
            assertThat(report.crashPoints()).as(scenario).isPositive();
            points += report.crashPoints();
            violations.addAll(report.violations());
        }
        System.out.println("Crashed " + CrashExploration.scenarios().size() + " scenarios at " + points
                + " points, all there are");
        assertThat(violations).isEmpty();
    }

    /** With three engines there are thrice as many points: a part of the scenarios each day, all of them by the launcher. */
    @Test
    void theOthersTakeOverWhereverAnEngineCrashes() {
        LocalDate date = LocalDate.now(ZoneOffset.UTC);
        CrashExploration exploration = new CrashExploration(new StowageEngines(), 1, 3);
        List<String> violations = new ArrayList<>();
        int points = 0;
        List<String> scenarios = CrashExploration.scenarios();
        for (int i = (int) (date.toEpochDay() % DAYS); i < scenarios.size(); i += DAYS) {
            CrashReport report = exploration.explore(scenarios.get(i), false);
            points += report.crashPoints();
            violations.addAll(report.violations());
        }
        System.out.println(
                "Crashed one of three engines at " + points + " points, those of " + date + " of " + DAYS + " days");
        assertThat(violations).isEmpty();
    }

    @Test
    void thePointsOfARunAreTheSameEachTime() {
        List<String> once = play("scale-in", List.of()).passed();
        assertThat(play("scale-in", List.of()).passed()).isEqualTo(once);

        CrashPoint third = new CrashPoint(3, Moment.BEFORE);
        assertThat(play("scale-in", List.of(third)).passed().subList(0, 3)).isEqualTo(once.subList(0, 3));
    }

    @Test
    void whatFollowsACrashCanBeCrashed() {
        CrashReport report = new CrashExploration(new StowageEngines(), 1, 1).explore("stop-task", true);
        assertThat(report.nestedCrashPoints()).isGreaterThan(report.crashPoints());
        assertThat(report.violations()).isEmpty();
    }

    /** A crash that never comes about would prove nothing. */
    @Test
    void aPointThatIsNotThereIsAViolation() {
        assertThat(play("stop-task", List.of(new CrashPoint(1_000, Moment.AFTER)))
                        .violation())
                .contains("fewer points than that");
    }

    /** An engine that loses what it had acknowledged, as soon as it is not the first one. */
    @Test
    void anEngineThatForgetsIsFound() {
        List<StateStore> known = new ArrayList<>();
        EngineFactory forgetful = parts -> {
            boolean first = !known.contains(parts.store());
            known.add(parts.store());
            return new StowageEngines()
                    .start(
                            first
                                    ? parts
                                    : new EngineParts(
                                            parts.name(),
                                            parts.world(),
                                            readingNothing(parts.store()),
                                            parts.runtime(),
                                            parts.ports()));
        };
        CrashReport report = new CrashExploration(forgetful, 1, 1).explore("scale-out", false);
        assertThat(report.violations())
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation)
                        .contains("benchmarks/run crashpoints --scenario scale-out --engines 1 --seed 1 --crashes "));
    }

    @Test
    void pointsAreReadAsTheyAreWritten() {
        CrashPoint point = new CrashPoint(17, Moment.AFTER);
        assertThat(CrashPoint.parse(point.toString())).isEqualTo(point);
        assertThatThrownBy(() -> CrashPoint.parse("17")).hasMessageContaining("17:before");
        assertThatThrownBy(() -> CrashPoint.parse("0:before")).hasMessageContaining("no crash point");
        assertThatThrownBy(() -> new CrashExploration(new StowageEngines(), 1, 1).explore("sink", false))
                .hasMessageContaining("create-service");
    }

    private static CrashRun play(String scenario, List<CrashPoint> crashes) {
        return CrashRun.play(Scenarios.named(scenario), new StowageEngines(), ONE_ENGINE, crashes);
    }

    private static StateStore readingNothing(StateStore store) {
        StateStore empty = new MemoryStateStore(() -> 0);
        return (StateStore) Proxy.newProxyInstance(
                CrashExplorationTest.class.getClassLoader(),
                new Class<?>[] {StateStore.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(method.getName().equals("read") ? empty : store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
