package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.committed;
import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.on;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Action.Advance;
import io.stowage.core.agent.Action.Call;
import io.stowage.core.agent.Action.Confirm;
import io.stowage.core.agent.Action.End;
import io.stowage.core.agent.Action.Mark;
import io.stowage.core.agent.Action.Restart;
import io.stowage.core.agent.Action.Stop;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.model.Container;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decider by itself: a task in a certain state, and what is to be done about it. */
final class TaskDeciderTest {

    private static final TaskDecider.Terms TERMS =
            new TaskDecider.Terms(true, Duration.ofMinutes(3), Duration.ofHours(1));

    private static Moment at(long seconds) {
        long nanos = Duration.ofSeconds(seconds).toNanos();
        return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
    }

    private static KnownTask accept(TaskOrder order) {
        return KnownTask.accept(new TaskPlans().of(order), Map.of(), at(0));
    }

    private static List<Action> decide(KnownTask task, long seconds) {
        return TaskDecider.decide(task, TERMS, at(seconds)).actions();
    }

    /** Applies marks until only calls are left. */
    private static List<Action> settle(KnownTask task, long seconds) {
        Decision decision = TaskDecider.decide(task, TERMS, at(seconds));
        while (decision.hasMarks()) {
            decision.actions().forEach(action -> {
                if (action instanceof Mark mark) {
                    task.apply(mark, at(seconds));
                }
            });
            decision = TaskDecider.decide(task, TERMS, at(seconds));
        }
        return decision.actions();
    }

    private static ContainerState state(KnownTask task, String name, Phase phase, Integer exitCode) {
        KnownContainer container = task.container(name);
        Map<String, String> labels = ContainerLabels.of(
                Map.of(),
                task.taskId(),
                name,
                container.run().number(),
                task.plan().specHash(container.plan(), container.run().number()));
        return new ContainerState(name, labels, "id", phase, exitCode, null, null, null, List.of(), null);
    }

    private static void see(KnownTask task, String name, Phase phase, Integer exitCode, long seconds) {
        task.container(name).inspected(state(task, name, phase, exitCode), seconds, at(seconds));
    }

    @Test
    void aNewTaskIsActivatedAndPullsAllImages() {
        KnownTask task = accept(order(container("web").dependsOn(on("db", ContainerCondition.START)), container("db")));

        assertThat(decide(task, 0))
                .containsExactly(
                        new Advance(TaskStatus.ACTIVATING), new Call(Verb.PULL, "web"), new Call(Verb.PULL, "db"));
    }

    @Test
    void whatIsPulledIsCreatedWhenItsDependenciesAreMet() {
        KnownTask task = accept(order(container("web").dependsOn(on("db", ContainerCondition.START)), container("db")));
        task.container("web").pulled(null);
        task.container("db").pulled(null);
        assertThat(settle(task, 0)).containsExactly(new Call(Verb.CREATE, "db"));

        see(task, "db", Phase.RUNNING, null, 1);
        assertThat(settle(task, 1)).containsExactly(new Call(Verb.CREATE, "web"));
    }

    @Test
    void aVerbWithoutAnAnswerIsFollowedByALook() {
        KnownTask task = accept(order(container("web")));
        KnownContainer web = task.container("web");
        web.pulled(null);
        web.issued(Verb.CREATE, at(0));
        web.unanswered(Verb.CREATE, "silence", 1, at(60));

        assertThat(settle(task, 60)).containsExactly(new Call(Verb.INSPECT, "web"));
        assertThat(task.status()).isEqualTo(TaskStatus.ACTIVATING);
    }

    @Test
    void absenceTakesAnInspectionAndALaterList() {
        KnownTask task = accept(order(container("web")));
        see(task, "web", Phase.RUNNING, null, 1);
        settle(task, 1);
        KnownContainer web = task.container("web");

        assertThat(web.unlisted(5, at(5))).isTrue();
        assertThat(settle(task, 5)).containsExactly(new Call(Verb.INSPECT, "web"));
        web.issued(Verb.INSPECT, at(5));
        web.inspectedAbsent(7);
        assertThat(settle(task, 5)).containsExactly(new Confirm(7));
        assertThat(web.unlisted(6, at(5))).isFalse();
        assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);

        assertThat(web.unlisted(8, at(6))).isTrue();
        settle(task, 6);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(web.exit()).isNotNull().extracting(Exit::gone).isEqualTo(true);
    }

    @Test
    void aListFromBeforeTheLastVerbSaysNothing() {
        KnownTask task = accept(order(container("web")));
        KnownContainer web = task.container("web");
        web.pulled(null);
        web.issued(Verb.CREATE, at(0));
        assertThat(web.unlisted(1, at(0))).isFalse();
        web.done(Verb.CREATE, 2, at(0));

        assertThat(web.unlisted(1, at(0))).isFalse();
        assertThat(settle(task, 0)).containsExactly(new Call(Verb.START, "web"));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  1,   0,  59, false",
        "true,  1,   0,  60, true",
        "true,  7,   7,  60, false",
        "true,  0,   7, 600, true",
        "false, 1,   0, 600, false",
    })
    void restartsInPlace(boolean enabled, int exitCode, int ignored, long ranFor, boolean again) {
        ContainerRestartPolicy policy = new ContainerRestartPolicy(enabled, ignored == 0 ? null : List.of(ignored), 60);
        KnownTask task = accept(order(container("web").restartPolicy(policy)));
        see(task, "web", Phase.RUNNING, null, 10);
        settle(task, 10);

        see(task, "web", Phase.EXITED, exitCode, 10 + ranFor);

        assertThat(decide(task, 10 + ranFor)).containsExactly(again ? new Restart("web") : new End("web"));
    }

    @Test
    void theDefaultRestartPeriodIs300Seconds() {
        KnownTask task = accept(order(container("web").restartPolicy(new ContainerRestartPolicy(true, null, null))));
        see(task, "web", Phase.RUNNING, null, 0);
        settle(task, 0);

        see(task, "web", Phase.EXITED, 0, 299);

        assertThat(decide(task, 299)).containsExactly(new End("web"));
    }

    @Test
    void anEssentialExitStopsTheOthersInReverseOrder() {
        KnownTask task = accept(order(
                container("db"),
                sidecar("app").dependsOn(on("db", ContainerCondition.START)),
                container("web").dependsOn(on("app", ContainerCondition.START))));
        for (String name : List.of("db", "app", "web")) {
            see(task, name, Phase.RUNNING, null, 1);
        }
        settle(task, 1);
        see(task, "db", Phase.EXITED, 0, 2);
        assertThat(decide(task, 2)).containsExactly(new End("db"));
        task.container("db").end();
        assertThat(decide(task, 2))
                .containsExactly(
                        new Stop(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited"));

        assertThat(settle(task, 2)).containsExactly(new Call(Verb.SIGNAL, "web"));
        see(task, "web", Phase.EXITED, 143, 3);
        assertThat(settle(task, 3)).containsExactly(new Call(Verb.SIGNAL, "app"));
        see(task, "app", Phase.EXITED, 143, 4);
        settle(task, 4);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(task.executionStoppedAt()).isEqualTo(at(4).time());
    }

    @Test
    void theStopTimeoutIs30SecondsByDefault() {
        KnownTask task = accept(order(container("web")));
        see(task, "web", Phase.RUNNING, null, 1);
        task.desire(DesiredStatus.STOPPED);
        assertThat(settle(task, 1)).containsExactly(new Call(Verb.SIGNAL, "web"));
        KnownContainer web = task.container("web");
        web.issued(Verb.SIGNAL, at(1));
        web.done(Verb.SIGNAL, 2, at(1));
        web.issued(Verb.INSPECT, at(2));
        see(task, "web", Phase.RUNNING, null, 30);

        assertThat(settle(task, 30)).isEmpty();
        assertThat(TaskDecider.decide(task, TERMS, at(30)).wakeAt()).isEqualTo(at(31).nanos());
        web.sight().looking();
        assertThat(settle(task, 31)).containsExactly(new Call(Verb.KILL, "web"));
    }

    @Test
    void aRunningTaskIsNeverTakenUpFromScratch() {
        KnownTask task = accept(committed(order(container("web")), TaskStatus.RUNNING, HealthStatus.HEALTHY));

        assertThat(settle(task, 0)).containsExactly(new Call(Verb.INSPECT, "web"));
    }

    @Test
    void anIdleTaskNeedsNothing() {
        KnownTask task = accept(order(container("web")));
        see(task, "web", Phase.RUNNING, null, 1);
        settle(task, 1);

        Decision decision = TaskDecider.decide(task, TERMS, at(100_000));

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.wakeAt()).isEqualTo(Moment.NEVER);
    }

    @Test
    void aRuntimeThatChecksHealthIsBelieved() {
        HealthCheck check = new HealthCheck(List.of("CMD", "check"), 5, null, null, null);
        KnownTask task = accept(order(container("web").healthCheck(check)));
        ContainerState running = state(task, "web", Phase.RUNNING, null);
        ContainerState unhealthy = new ContainerState(
                running.name(),
                running.labels(),
                "id",
                Phase.RUNNING,
                null,
                null,
                null,
                null,
                List.of(),
                HealthStatus.UNHEALTHY);
        task.container("web").inspected(unhealthy, 1, at(1));
        TaskDecider.Terms believing = new TaskDecider.Terms(false, Duration.ofMinutes(3), Duration.ofHours(1));
        settle(task, 1);

        assertThat(TaskDecider.decide(task, believing, at(100)).actions()).isEmpty();
        assertThat(decide(task, 100)).containsExactly(new Call(Verb.CHECK_HEALTH, "web"));
        assertThat(TaskReports.of(task, 1).healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
    }

    @Test
    void readinessIsCheckedBesideHealthAndByTheAgentWhoeverChecksHealth() {
        HealthCheck check = new HealthCheck(List.of("CMD", "check"), 5, null, null, null);
        KnownTask task = accept(order(container("web").healthCheck(check).readinessCheck(check)));
        see(task, "web", Phase.RUNNING, null, 1);
        settle(task, 1);
        TaskDecider.Terms believing = new TaskDecider.Terms(false, Duration.ofMinutes(3), Duration.ofHours(1));

        assertThat(TaskDecider.decide(task, believing, at(100)).actions())
                .containsExactly(new Call(Verb.CHECK_READINESS, "web"));
        assertThat(decide(task, 100))
                .containsExactly(new Call(Verb.CHECK_HEALTH, "web"), new Call(Verb.CHECK_READINESS, "web"));
    }

    /** What isn't ready is never UNHEALTHY for it: so nobody replaces it. */
    @Test
    void aTaskIsHealthyWhileItsContainersAreHealthyAndReady() {
        HealthCheck check = new HealthCheck(List.of("CMD", "check"), 5, null, 1, null);
        KnownTask task = accept(order(container("web").healthCheck(check).readinessCheck(check)));
        see(task, "web", Phase.RUNNING, null, 1);
        assertThat(told(task)).isEqualTo("UNKNOWN, UNKNOWN and not ready");
        passes(task, true, 10);
        assertThat(told(task)).isEqualTo("UNKNOWN, HEALTHY and not ready");
        isReady(task, true, 10);
        assertThat(told(task)).isEqualTo("HEALTHY, HEALTHY and ready");
        TaskReport ready = TaskReports.of(task, 1);
        isReady(task, false, 20);
        assertThat(told(task)).isEqualTo("UNKNOWN, HEALTHY and not ready");
        assertThat(TaskReports.isTold(task, ready)).isFalse();
        passes(task, false, 20);
        assertThat(told(task)).isEqualTo("UNHEALTHY, UNHEALTHY and not ready");
        isReady(task, true, 30);
        assertThat(told(task)).isEqualTo("UNHEALTHY, UNHEALTHY and ready");
    }

    @Test
    void whatIsNotEssentialMakesItsTaskNeitherHealthyNorReady() {
        HealthCheck check = new HealthCheck(List.of("CMD", "check"), 5, null, 1, null);
        KnownTask task = accept(order(
                container("web").healthCheck(check),
                container("side").essential(false).readinessCheck(check)));
        see(task, "web", Phase.RUNNING, null, 1);
        see(task, "side", Phase.RUNNING, null, 1);
        passes(task, true, 10);
        assertThat(told(task)).isEqualTo("HEALTHY, HEALTHY");
        assertThat(TaskReports.of(task, 1).containers().get(1).ready()).isFalse();
    }

    private static void passes(KnownTask task, boolean passed, long second) {
        ended(task.container("web").run().probe(), passed, second);
    }

    private static void isReady(KnownTask task, boolean passed, long second) {
        ended(task.container("web").run().readiness(), passed, second);
    }

    private static void ended(Probe probe, boolean passed, long second) {
        probe.began(at(second));
        probe.ended(new CommandResult(passed ? 0 : 1, ""), at(second));
    }

    /** The health of the task and of its first container, and whether that is ready. */
    private static String told(KnownTask task) {
        TaskReport report = TaskReports.of(task, 1);
        Container web = report.containers().get(0);
        String readiness = web.ready() == null ? "" : web.ready() ? " and ready" : " and not ready";
        return report.healthStatus() + ", " + web.healthStatus() + readiness;
    }

    @Test
    void aStoppedTaskIsClearedAwayAfterItsRetention() {
        KnownTask task = accept(order(container("web")));
        see(task, "web", Phase.RUNNING, null, 1);
        see(task, "web", Phase.EXITED, 0, 2);
        settle(task, 2);
        assertThat(settle(task, 100_000)).isEmpty();
        task.stoppedAcknowledged(at(100_000));

        assertThat(settle(task, 103_599)).isEmpty();
        assertThat(settle(task, 103_600)).containsExactly(new Call(Verb.REMOVE, "web"));
        task.container("web").issued(Verb.REMOVE, at(103_600));
        task.container("web").done(Verb.REMOVE, 9, at(103_600));
        assertThat(decide(task, 103_600)).containsExactly(new Action.Forget());
    }

    /** When it is looked at again though nothing happens, in seconds. */
    private static long wakesAt(KnownTask task, long seconds) {
        return Duration.ofNanos(TaskDecider.decide(task, TERMS, at(seconds)).wakeAt())
                .toSeconds();
    }

    @Test
    void anExitOfWhichNobodyKnowsTheCodeIsNoneThatIsIgnored() {
        ContainerRestartPolicy policy = new ContainerRestartPolicy(true, List.of(0, 1), 60);
        KnownTask task = accept(order(container("web").restartPolicy(policy)));
        see(task, "web", Phase.RUNNING, null, 10);
        settle(task, 10);
        see(task, "web", Phase.EXITED, null, 70);
        assertThat(decide(task, 70)).containsExactly(new Restart("web"));
    }

    private static KnownTask restarting(long second) {
        KnownTask task = accept(order(container("web").restartPolicy(new ContainerRestartPolicy(true, null, 60))));
        see(task, "web", Phase.RUNNING, null, second - 60);
        settle(task, second - 60);
        see(task, "web", Phase.EXITED, 1, second);
        return task;
    }

    @Test
    void theLastRunIsRemovedOnceTheRestartIsCommittedOrAfterAWhile() {
        KnownTask task = restarting(100);
        KnownContainer web = task.container("web");
        assertThat(settle(task, 100)).isEmpty();
        long patience = wakesAt(task, 100);
        assertThat(patience).isGreaterThan(100);
        assertThat(settle(task, patience - 1)).isEmpty();
        assertThat(settle(task, patience)).containsExactly(new Call(Verb.REMOVE, "web"));
        assertThat(web.committed(1)).isTrue();
        assertThat(settle(task, 101)).containsExactly(new Call(Verb.REMOVE, "web"));
    }

    @Test
    void whatCouldNotBeRemovedIsTriedAgainLater() {
        KnownTask task = restarting(100);
        KnownContainer web = task.container("web");
        settle(task, 100);
        web.committed(1);
        web.issued(Verb.REMOVE, at(101));
        web.unanswered(Verb.REMOVE, "silence", 3, at(101));
        web.issued(Verb.INSPECT, at(101));
        see(task, "web", Phase.EXITED, 1, 101);
        assertThat(settle(task, 101)).isEmpty();
        long again = wakesAt(task, 101);
        assertThat(again).isGreaterThan(101);
        assertThat(settle(task, again)).containsExactly(new Call(Verb.REMOVE, "web"));
    }

    @Test
    void whatIsOnItsWayToTheNextRunEndsWhenItsTaskIsToStop() {
        KnownTask task = restarting(100);
        settle(task, 100);
        assertThat(task.container("web").restarting()).isTrue();
        task.desire(DesiredStatus.STOPPED);
        assertThat(decide(task, 100)).containsExactly(new End("web"));
        assertThat(settle(task, 100)).isEmpty();
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
    }

    private static KnownTask stopped() {
        KnownTask task = accept(order(container("web")));
        see(task, "web", Phase.RUNNING, null, 1);
        settle(task, 1);
        see(task, "web", Phase.EXITED, 0, 2);
        settle(task, 2);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
        return task;
    }

    @Test
    void whatRunsOfAStoppedTaskIsKilledAgainAndAgain() {
        KnownTask task = stopped();
        KnownContainer web = task.container("web");
        see(task, "web", Phase.RUNNING, null, 10);
        assertThat(settle(task, 10)).containsExactly(new Call(Verb.KILL, "web"));
        web.issued(Verb.KILL, at(10));
        assertThat(settle(task, 10)).as("under way").isEmpty();
        web.done(Verb.KILL, 9, at(10));
        see(task, "web", Phase.RUNNING, null, 10);
        web.sight().looking();
        assertThat(settle(task, 10)).isEmpty();
        long again = wakesAt(task, 10);
        assertThat(again).isGreaterThan(10);
        assertThat(settle(task, again)).containsExactly(new Call(Verb.KILL, "web"));
    }

    @Test
    void whatIsToStopBeforeItIsCreatedIsLookedForFirst() {
        KnownTask task = accept(order(container("web")));
        KnownContainer web = task.container("web");
        settle(task, 0);
        task.desire(DesiredStatus.STOPPED);

        assertThat(settle(task, 1))
                .as("an earlier agent may have created it")
                .containsExactly(new Call(Verb.INSPECT, "web"));
        assertThat(task.status()).isNotEqualTo(TaskStatus.STOPPED);
        web.issued(Verb.INSPECT, at(1));
        see(task, "web", Phase.RUNNING, null, 2);
        assertThat(settle(task, 2)).containsExactly(new Call(Verb.SIGNAL, "web"));
    }

    @Test
    void whatIsNotCreatedAsItsTaskFailsIsLookedForFirst() {
        KnownTask task = accept(order(container("web"), container("proxy")));
        KnownContainer web = task.container("web");
        settle(task, 0);
        task.container("proxy")
                .refused(
                        Verb.PULL,
                        ContainerRuntimeException.permanent(Category.CannotPullContainerError, "no such image"),
                        1,
                        at(1));

        assertThat(settle(task, 1))
                .as("an earlier agent may have created them")
                .contains(new Call(Verb.INSPECT, "web"), new Call(Verb.INSPECT, "proxy"));
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPING);
        web.issued(Verb.INSPECT, at(1));
        see(task, "web", Phase.RUNNING, null, 2);
        assertThat(settle(task, 2)).contains(new Call(Verb.SIGNAL, "web"));
    }

    @Test
    void whatNobodyHasCreatedIsStoppedOnceALookAndAListAgree() {
        KnownTask task = accept(order(container("web")));
        task.desire(DesiredStatus.STOPPED);

        lookAndFindNothing(task, task.container("web"), 1);

        settle(task, 1);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
    }

    private static void lookAndFindNothing(KnownTask task, KnownContainer container, long seconds) {
        assertThat(settle(task, seconds)).containsExactly(new Call(Verb.INSPECT, container.name()));
        container.issued(Verb.INSPECT, at(seconds));
        container.inspectedAbsent(2);
        container.unlisted(3, at(seconds));
    }

    @Test
    void whatWasCreatedTooLateIsRemovedBeforeItsRetentionIsOver() {
        KnownTask task = accept(order(container("web")));
        task.desire(DesiredStatus.STOPPED);
        KnownContainer web = task.container("web");
        lookAndFindNothing(task, web, 1);
        settle(task, 1);
        assertThat(task.status()).isEqualTo(TaskStatus.STOPPED);
        see(task, "web", Phase.CREATED, null, 5);
        assertThat(settle(task, 5)).containsExactly(new Call(Verb.REMOVE, "web"));
        web.issued(Verb.REMOVE, at(5));
        web.unanswered(Verb.REMOVE, "silence", 9, at(5));
        web.issued(Verb.INSPECT, at(5));
        see(task, "web", Phase.CREATED, null, 5);
        assertThat(settle(task, 5)).isEmpty();
        assertThat(settle(task, wakesAt(task, 5))).containsExactly(new Call(Verb.REMOVE, "web"));
    }
}
