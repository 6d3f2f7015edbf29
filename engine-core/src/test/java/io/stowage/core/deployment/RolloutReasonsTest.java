package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutReasonsTest {

    private static final String HELD =
            "ECS deployment ecs-svc/1 in progress. It waits for protected tasks of older deployments.";

    @Test
    void theyAreTheTextsOfEcs() {
        assertThat(RolloutReasons.inProgress("ecs-svc/1")).isEqualTo("ECS deployment ecs-svc/1 in progress.");
        assertThat(RolloutReasons.completed("ecs-svc/1")).isEqualTo("ECS deployment ecs-svc/1 completed.");
        assertThat(RolloutReasons.breakerFired()).isEqualTo("ECS deployment circuit breaker: task failed to start.");
        assertThat(RolloutReasons.breakerRollsBackTo("ecs-svc/1"))
                .isEqualTo("ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.");
    }

    @Test
    void alarmsAndPeopleSaySoInTheSameWay() {
        assertThat(RolloutReasons.alarmsFired(List.of("errors", "latency")))
                .isEqualTo("ECS deployment alarms: alarm detected: errors, latency.");
        assertThat(RolloutReasons.alarmsRollBackTo("ecs-svc/1"))
                .isEqualTo("ECS deployment alarms: rolling back to deploymentId ecs-svc/1.");
        assertThat(RolloutReasons.stopped()).isEqualTo("ECS deployment stopped by StopServiceDeployment.");
        assertThat(RolloutReasons.stoppedRollsBackTo("ecs-svc/1"))
                .isEqualTo("ECS deployment stopped by StopServiceDeployment: rolling back to deploymentId ecs-svc/1.");
        assertThat(RolloutReasons.withoutTarget(RolloutReasons.breakerFired()))
                .isEqualTo(
                        "ECS deployment circuit breaker: task failed to start. There is no completed deployment to roll back to.");
    }

    @Test
    void whatHoldsItIsAddedOnceAndTakenAwayAgain() {
        String plain = RolloutReasons.inProgress("ecs-svc/1");
        assertThat(RolloutReasons.held(plain, true)).isEqualTo(HELD);
        assertThat(RolloutReasons.held(HELD, true)).isEqualTo(HELD);
        assertThat(RolloutReasons.held(HELD, false)).isEqualTo(plain);
        assertThat(RolloutReasons.held(plain, false)).isEqualTo(plain);
    }

    @Test
    void aDeploymentWithoutAReasonHasNoneThen() {
        assertThat(RolloutReasons.held(null, true)).isNull();
        assertThat(RolloutReasons.held(null, false)).isNull();
        assertThat(RolloutReasons.isHeld(null)).isFalse();
        assertThat(RolloutReasons.isHeld(HELD)).isTrue();
        assertThat(RolloutReasons.isHeld(RolloutReasons.stopped())).isFalse();
    }
}
