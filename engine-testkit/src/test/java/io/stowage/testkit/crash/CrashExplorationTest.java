package io.stowage.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.crash.CrashPoint.Moment;
import io.stowage.testkit.crash.CrashRun.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every single crash point of every scenario, in almost every way. */
class CrashExplorationTest {

    private static final Settings ONE_ENGINE = new Settings(1, 1);
    private static final CrashPoint FIRST = new CrashPoint(1, Moment.BEFORE);
    /** Where each build closes the engine, too: it would take half as long again to do so everywhere, as the program does. */
    private static final List<String> CLOSED = List.of(
            "create-service",
            "stop-task",
            "register-hosts",
            "drain",
            "engine-restarted",
            "deploy-on-local-host",
            "delete-cluster",
            "enlisted-run-task",
            "enlisted-service",
            "enlisted-on-slow-store");

    @Test
    void theGoalIsReachedWhereverTheEngineCrashes() {
        System.out.println("Crashed the engine at " + crashedEverywhere(1) + " points, all there are");
    }

    @Test
    void theOthersTakeOverWhereverOneOfThreeEnginesCrashesOrPauses() {
        System.out.println(
                "Crashed or paused one of three engines at " + crashedEverywhere(3) + " points, all there are");
    }

    private static int crashedEverywhere(int engines) {
        CrashExploration everyWay = new CrashExploration(new StowageEngines(), 1, engines);
        CrashExploration neverClosed = everyWay.only(EnumSet.complementOf(EnumSet.of(Moment.CLOSE)));
        assertThat(CrashExploration.scenarios()).containsAll(CLOSED);
        List<String> violations = new ArrayList<>();
        int points = 0;
        for (String scenario : CrashExploration.scenarios()) {
            CrashReport report =
                    (CLOSED.contains(scenario) ? everyWay : neverClosed).explore(scenario, CrashExploration.NOT_NESTED);
            assertThat(report.crashPoints()).as(scenario).isPositive();
            points += report.crashPoints();
            violations.addAll(report.violations());
        }
        assertThat(violations).isEmpty();
        return points;
    }

    @Test
    void thePointsOfARunAreTheSameEachTime() {
        List<String> once = play("scale-in", List.of()).passed();
        assertThat(play("scale-in", List.of()).passed()).isEqualTo(once);

        CrashPoint third = new CrashPoint(3, Moment.BEFORE);
        assertThat(play("scale-in", List.of(third)).passed().subList(0, 3)).isEqualTo(once.subList(0, 3));
    }

    @Test
    void anEngineThatIsClosedAtAPointLeavesInGoodOrder() {
        CrashRun closed = play("scale-in", List.of(new CrashPoint(3, Moment.CLOSE)));
        assertThat(closed.violation()).isNull();
        assertThat(closed.passed().subList(3, closed.passed().size())).contains("release cluster/harbour");

        CrashRun killed = play("scale-in", List.of(new CrashPoint(3, Moment.AFTER)));
        assertThat(killed.passed()).doesNotContain("release cluster/harbour");
    }

    /** A host application that ends may be killed at that. */
    @Test
    void anEngineCanDieWhileItIsClosed() {
        CrashRun closed = play("scale-in", List.of(new CrashPoint(3, Moment.CLOSE)));
        int release = closed.passed().indexOf("release cluster/harbour") + 1;
        CrashRun killed =
                play("scale-in", List.of(new CrashPoint(3, Moment.CLOSE), new CrashPoint(release - 3, Moment.BEFORE)));
        assertThat(killed.passed().subList(0, release))
                .isEqualTo(closed.passed().subList(0, release));
        assertThat(killed.violation()).isNull();
    }

    @Test
    void onlyTheSidesThatAreAskedForAreTried() {
        CrashExploration all = new CrashExploration(new StowageEngines(), 1, 1);
        assertThat(all.drawn(9, "stop-task", FIRST, 1))
                .extracting(CrashPoint::moment)
                .containsExactlyInAnyOrder(Moment.BEFORE, Moment.AFTER, Moment.CLOSE);
        assertThat(all.only(List.of(Moment.CLOSE, Moment.PAUSE)).drawn(9, "stop-task", FIRST, 2))
                .containsExactlyInAnyOrder(new CrashPoint(1, Moment.CLOSE), new CrashPoint(2, Moment.CLOSE));
    }

    @Test
    void whatFollowsACrashCanBeCrashed() {
        CrashReport report =
                new CrashExploration(new StowageEngines(), 1, 1).explore("stop-task", CrashExploration.EVERYWHERE);
        assertThat(report.nestedCrashPoints()).isGreaterThan(report.crashPoints());
        assertThat(report.violations()).isEmpty();
    }

    @Test
    void asManyAreCrashedAsAreAskedForAndTheNextSeedDrawsOthers() {
        List<CrashPoint> following = new CrashExploration(new StowageEngines(), 1, 1).drawn(2, "stop-task", FIRST, 9);
        assertThat(following).hasSize(2).doesNotHaveDuplicates();
        assertThat(new CrashExploration(new StowageEngines(), 1, 1).drawn(2, "stop-task", FIRST, 9))
                .isEqualTo(following);
        assertThat(new CrashExploration(new StowageEngines(), 2, 1).drawn(2, "stop-task", FIRST, 9))
                .isNotEqualTo(following);

        CrashReport report = new CrashExploration(new StowageEngines(), 1, 1).explore("stop-task", 2);
        assertThat(report.nestedCrashPoints()).isPositive().isLessThanOrEqualTo(2 * report.crashPoints());
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
            return new StowageEngines().start(first ? parts : parts.on(readingNothing(parts.store())));
        };
        CrashReport report = new CrashExploration(forgetful, 1, 1).explore("scale-out", CrashExploration.NOT_NESTED);
        assertThat(report.violations())
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation)
                        .contains("benchmarks/run crashpoints --scenario scale-out --engines 1 --seed 1 --crashes "));
    }

    @Test
    void pointsAreReadAsTheyAreWritten() {
        CrashPoint point = new CrashPoint(17, Moment.AFTER);
        assertThat(CrashPoint.parse(point.toString())).isEqualTo(point);
        assertThat(CrashPoint.parse("17:close")).isEqualTo(new CrashPoint(17, Moment.CLOSE));
        assertThatThrownBy(() -> Moment.parse("CLOSE")).hasMessageContaining("[before, after, pause, close]");
        assertThatThrownBy(() -> CrashPoint.parse("17")).hasMessageContaining("17:before");
        assertThatThrownBy(() -> CrashPoint.parse("0:before")).hasMessageContaining("no crash point");
        assertThatThrownBy(() ->
                        new CrashExploration(new StowageEngines(), 1, 1).explore("sink", CrashExploration.NOT_NESTED))
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
