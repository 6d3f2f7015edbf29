package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;
import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.on;
import static io.stowage.core.agent.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Action.Advance;
import io.stowage.core.agent.Action.End;
import io.stowage.core.agent.Action.GiveUp;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a container may start that waits for another, and when it never will. */
class DependenciesTest {

    private static final String NAMES = "container ordering dependency [db] for target [web]";

    private KnownTask task;

    private static Moment at(long seconds) {
        long nanos = Duration.ofSeconds(seconds).toNanos();
        return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
    }

    /** The container {@code web} waits for {@code db}. */
    private void waitFor(ContainerCondition condition, Integer startTimeout) {
        task = KnownTask.accept(
                new TaskPlans()
                        .of(order(
                                container("web").dependsOn(on("db", condition)),
                                container("db").startTimeout(startTimeout).healthCheck(HealthCheck.shell("check")))),
                Map.of(),
                at(0));
    }

    private void see(String name, Phase phase, Integer exitCode, long second) {
        KnownContainer seen = task.container(name);
        Map<String, String> labels =
                ContainerLabels.of(Map.of(), task.taskId(), name, 0, task.plan().specHash(seen.plan(), 0));
        seen.inspected(
                new ContainerState(name, labels, "id", phase, exitCode, null, null, null, List.of(), null),
                second,
                at(second));
    }

    private void end(int exitCode) {
        see("db", Phase.EXITED, exitCode, 9);
        task.apply(new End("db"), at(9));
    }

    private boolean met() {
        return Dependencies.metFor(task.container("web"), task);
    }

    private String failure(long second) {
        return Dependencies.failedFor(task.container("web"), task, at(second));
    }

    private static String because(String what) {
        return "CannotStartContainerError: dependency graph: " + what;
    }

    @ParameterizedTest
    @CsvSource({
        "START,    false, true,  true,  true",
        "COMPLETE, false, false, true,  true",
        "SUCCESS,  false, false, true,  false",
        "HEALTHY,  false, false, false, false",
    })
    void isMet(ContainerCondition condition, boolean created, boolean running, boolean endedWell, boolean endedBadly) {
        waitFor(condition, null);
        assertThat(met()).as("nothing is there").isFalse();
        see("db", Phase.CREATED, null, 1);
        assertThat(met()).isEqualTo(created);
        see("db", Phase.RUNNING, null, 2);
        assertThat(met()).isEqualTo(running);
        end(0);
        assertThat(met()).isEqualTo(endedWell);
        waitFor(condition, null);
        end(1);
        assertThat(met()).isEqualTo(endedBadly);
    }

    @Test
    void healthIsThatOfAContainerThatRuns() {
        waitFor(ContainerCondition.HEALTHY, null);
        task.container("db").run().probe().known(HealthStatus.HEALTHY);
        assertThat(met()).isFalse();
        see("db", Phase.RUNNING, null, 2);
        assertThat(met()).isTrue();
        assertThat(failure(9)).isNull();
    }

    @Test
    void whatHasStartedOnceWaitsForNothing() {
        waitFor(ContainerCondition.SUCCESS, null);
        end(1);
        assertThat(failure(9)).isNotNull();
        see("web", Phase.RUNNING, null, 9);
        assertThat(met()).isTrue();
        assertThat(failure(9)).isNull();
    }

    @Test
    void inATaskThatHasRunNothingIsWaitedFor() {
        waitFor(ContainerCondition.SUCCESS, null);
        end(1);
        task.apply(new Advance(TaskStatus.RUNNING), at(9));
        assertThat(met()).isTrue();
        assertThat(failure(9)).isNull();
    }

    @Test
    void whatIsGivenUpFailsNotOnceMore() {
        waitFor(ContainerCondition.SUCCESS, null);
        end(1);
        task.apply(new GiveUp("web", "no"), at(9));
        assertThat(failure(9)).isNull();
    }

    @Test
    void whatCanNotBeMetAnyMoreFails() {
        waitFor(ContainerCondition.SUCCESS, null);
        assertThat(failure(9)).isNull();
        end(1);
        assertThat(failure(9))
                .isEqualTo(because("failed to resolve " + NAMES + " as dependency did not exit successfully."));

        waitFor(ContainerCondition.HEALTHY, null);
        end(0);
        assertThat(failure(9)).isEqualTo(because("failed to resolve " + NAMES + " as dependency has stopped."));

        waitFor(ContainerCondition.START, null);
        task.apply(new GiveUp("db", "no"), at(9));
        assertThat(failure(9)).isEqualTo(because("failed to resolve " + NAMES + " as dependency did not start."));
    }

    @Test
    void badHealthFailsThoseOnlyWhoWaitForGoodHealth() {
        for (ContainerCondition condition : ContainerCondition.values()) {
            waitFor(condition, null);
            see("db", Phase.RUNNING, null, 2);
            task.container("db").run().probe().known(HealthStatus.UNHEALTHY);
            assertThat(failure(9))
                    .isEqualTo(
                            condition == ContainerCondition.HEALTHY
                                    ? because("failed to resolve " + NAMES + " as dependency is unhealthy.")
                                    : null);
        }
    }

    private long timeout() {
        return Dependencies.timeoutFor(task.container("web"), task);
    }

    @Test
    void aStartTimeoutCountsFromTheStartOfTheOneThatIsWaitedFor() {
        waitFor(ContainerCondition.HEALTHY, 30);
        assertThat(timeout()).as("before it started").isEqualTo(NEVER);
        see("db", Phase.RUNNING, null, 5);
        assertThat(timeout()).isEqualTo(at(35).nanos());
        assertThat(failure(34)).isNull();
        assertThat(failure(35)).isEqualTo(because(NAMES + " has timed out."));
        task.container("db").run().probe().known(HealthStatus.HEALTHY);
        assertThat(timeout()).as("once it is met").isEqualTo(NEVER);
    }

    @Test
    void nobodyTimesOutWithoutAStartTimeout() {
        for (Integer none : new Integer[] {null, 0}) {
            waitFor(ContainerCondition.COMPLETE, none);
            see("db", Phase.RUNNING, null, 5);
            assertThat(timeout()).isEqualTo(NEVER);
        }
    }

    @Test
    void theFirstOfSeveralTimeoutsIsTheNext() {
        task = KnownTask.accept(
                new TaskPlans()
                        .of(order(
                                container("web")
                                        .dependsOn(List.of(
                                                new ContainerDependency("a", ContainerCondition.COMPLETE),
                                                new ContainerDependency("b", ContainerCondition.COMPLETE),
                                                new ContainerDependency("c", ContainerCondition.COMPLETE))),
                                container("a").startTimeout(30),
                                container("b").startTimeout(20),
                                container("c").startTimeout(40))),
                Map.of(),
                at(0));
        for (String name : List.of("a", "b", "c")) {
            see(name, Phase.RUNNING, null, 5);
        }
        assertThat(timeout()).isEqualTo(at(25).nanos());
    }

    @Test
    void anEndOfWhichNobodyKnowsTheCodeIsNoSuccess() {
        waitFor(ContainerCondition.SUCCESS, null);
        see("db", Phase.EXITED, null, 9);
        task.apply(new End("db"), at(9));
        assertThat(met()).isFalse();
        assertThat(failure(9))
                .isEqualTo(because("failed to resolve " + NAMES + " as dependency did not exit successfully."));
        waitFor(ContainerCondition.COMPLETE, null);
        see("db", Phase.EXITED, null, 9);
        task.apply(new End("db"), at(9));
        assertThat(met()).isTrue();
    }
}
