package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.Life;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a task is started that nobody misses. */
class NewcomersTest {

    private static final String ONLY = "ecs-svc/1";
    private static final Instant NOW = FakeService.NOW;

    private static FakeService steady(int desired) {
        return FakeService.of(desired, 100, 200)
                .deploy(ONLY)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(ONLY, Life.HEALTHY, desired);
    }

    private static FakeService failed(int failedTasks, @Nullable Integer inARow, long secondsAgo) {
        FakeService service = steady(3);
        return service.primary(service.primary().toBuilder()
                .failedTasks(failedTasks)
                .consecutiveFailures(inARow)
                .updatedAt(NOW.minusSeconds(secondsAgo))
                .build());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "0, none, 0, true",
                "1, 1, 0, false",
                "1, 1, 599, false",
                "1, 1, 600, true",
                "1, none, 599, false",
                "2, none, 600, true",
                "3, none, 86400, false",
                "2, 2, 600, true",
                "3, 3, 86400, false"
            })
    void tenMinutesAfterAFailureAndNoneAfterThree(
            int failedTasks, @Nullable Integer inARow, long secondsAgo, boolean mayStart) {
        assertThat(Newcomers.mayStart(failed(failedTasks, inARow, secondsAgo), 0, NOW))
                .isEqualTo(mayStart);
    }

    @Test
    void whatTheBreakerNeverForgetsIsNoFailureInARow() {
        FakeService service = failed(5, null, 601);
        service.service = service.service.toBuilder()
                .deploymentConfiguration(service.service.deploymentConfiguration().toBuilder()
                        .deploymentCircuitBreaker(
                                new io.stowage.model.DeploymentCircuitBreaker(true, false, false, null, null))
                        .build())
                .build();
        assertThat(Newcomers.mayStart(service, 0, NOW)).isTrue();
    }

    @Test
    void backOffFromCrashesIsWaitedFor() {
        FakeService service = steady(3);
        service.primary(service.primary().toBuilder()
                .consecutiveCrashes(2)
                .nextAttemptAt(NOW.plusSeconds(5))
                .build());
        assertThat(Newcomers.next(service.service)).isEqualTo(NOW.plusSeconds(5));
    }

    @Property(tries = 1_000)
    void onlyBesideAsManyHealthyTasksAsDesiredAndTheOtherNewcomers(@ForAll long seed) {
        Random draw = new Random(seed);
        int desired = draw.nextInt(5);
        int maximum = 100 + 25 * draw.nextInt(5);
        FakeService service = FakeService.of(desired, 0, maximum)
                .deploy(ONLY)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(ONLY, Life.HEALTHY, draw.nextInt(4) == 0 ? draw.nextInt(6) : desired);
        for (Life life : Life.values()) {
            service.tasks(ONLY, life, draw.nextInt(5) == 0 ? 1 : 0);
        }
        int underWay = draw.nextInt(3);
        boolean expected = tasks(service, Life.HEALTHY) == desired
                && tasks(service, Life.PENDING) + tasks(service, Life.STARTED) == underWay
                && tasks(service, Life.UNHEALTHY) + tasks(service, Life.STOPPING) == 0
                && desired + underWay + 1 <= desired * maximum / 100;
        assertThat(Newcomers.mayStart(service, underWay, NOW))
                .as(service.toString())
                .isEqualTo(expected);
    }

    private static int tasks(FakeService service, Life life) {
        return (int) service.tasks.stream().filter(task -> task.life == life).count();
    }

    @Test
    void aRolloutIsNoTimeForIt() {
        Deployment primary = steady(3).primary();
        assertThat(Newcomers.isRolledOut(steady(3).service)).isTrue();
        assertThat(Newcomers.isRolledOut(steady(3).deploy("ecs-svc/2").service)).isFalse();
        assertThat(Newcomers.mayStart(steady(3).rollout(DeploymentRolloutState.IN_PROGRESS), 0, NOW))
                .as("%s", primary)
                .isFalse();
    }

    @Test
    void noneStartsWhileATaskStopsAndAnotherCanNotBeRead() {
        assertThat(Newcomers.mayStart(steady(3).tasks(ONLY, Life.STOPPING, 1).aside(ONLY, 1), 0, NOW))
                .isFalse();
    }

    @Test
    void nothingIsRenewedDuringARollout() {
        assertThat(Newcomers.mayRenew(steady(3), NOW)).isTrue();
        assertThat(Newcomers.mayRenew(steady(3).deploy("ecs-svc/2"), NOW)).isFalse();
        assertThat(Newcomers.mayRenew(steady(3).rollout(DeploymentRolloutState.IN_PROGRESS), NOW))
                .isFalse();
    }
}
