package io.stowage.core.service;

import static io.stowage.core.service.FakeService.Life.HEALTHY;
import static io.stowage.core.service.FakeService.Life.PENDING;
import static io.stowage.core.service.FakeService.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.DeploymentRolloutState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A deployment whose tasks are all there bakes before it is COMPLETED, and what watches it may end it until then. */
class BakeTimeTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";

    private static FakeService rolledOut() {
        return FakeService.of(2, 100, 200)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .deploy(NEW)
                .tasks(NEW, HEALTHY, 2);
    }

    private static void bakesUntil(FakeService service, long seconds) {
        service.primary(service.primary().toBuilder()
                .bakesUntil(NOW.plusSeconds(seconds))
                .build());
    }

    @Test
    void itBeginsWhenAllIsThereAndIsLookedAtAgainWhenItIsOver() {
        FakeService service = rolledOut().alarms(true, 7, "errors");
        ServicePlan plan = service.reconcile();
        assertThat(plan.events()).isEmpty();
        service.apply(plan);
        assertThat(service.primary().bakesUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(7)));
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        ServicePlan next = service.reconcile();
        assertThat(next.isEmpty()).isTrue();
        assertThat(next.lookAgainAt()).isEqualTo(NOW.plus(Duration.ofMinutes(7)));
    }

    @Test
    void itIsFiveMinutesWithAlarmsAndNoneWithoutOrIfNoneIsAskedFor() {
        assertThat(rolledOut().alarms(true, null, "errors").reconcile().changed())
                .extracting(changed -> changed.deployments().get(0).bakesUntil())
                .isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        FakeService asked = rolledOut().alarms(true, 0, "errors");
        assertThat(asked.apply(asked.reconcile()).primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        FakeService none = rolledOut();
        assertThat(none.apply(none.reconcile()).primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void ignoredAlarmsAreNoReasonToBake() {
        FakeService service = rolledOut().alarms(true, null, "errors");
        service.primary(service.primary().toBuilder().alarmsIgnored(true).build());
        assertThat(service.apply(service.reconcile()).primary().rolloutState())
                .isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void whenItIsOverTheDeploymentIsCompletedIfAllIsThere() {
        FakeService service = rolledOut().alarms(true, 7, "errors");
        bakesUntil(service, 0);
        service.byId("t1").life = PENDING;
        service.apply(service.reconcile());
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        service.byId("t1").life = HEALTHY;
        service.apply(service.reconcile());
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(service.service.deployments()).hasSize(1);
    }

    @Test
    void anAlarmThatGoesOffMeanwhileBringsBackWhatWasStoppedAndThatDoesNotBake() {
        FakeService service = rolledOut().alarms(true, 7, "errors");
        bakesUntil(service, 60);
        service.apply(service.reconcile());
        service.primary(service.primary().toBuilder()
                .triggeredAlarmNames(List.of("errors"))
                .build());
        ServicePlan plan = service.reconcile();
        assertThat(plan.events())
                .containsExactly(
                        "(service web) (deployment ecs-svc/2) deployment failed: alarm detected.",
                        "(service web) rolling back to deployment ecs-svc/1.");
        service.apply(plan);
        assertThat(service.primary().id()).isEqualTo(OLD);
        assertThat(service.primary().rolloutStateReason())
                .isEqualTo("ECS deployment alarms: rolling back to deploymentId ecs-svc/1.");
        assertThat(service.service.deployments().get(1).rolloutStateReason())
                .isEqualTo("ECS deployment alarms: alarm detected: errors.");
        service.tasks.clear();
        service.tasks(OLD, HEALTHY, 2);
        service.apply(service.reconcile());
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(service.primary().bakesUntil()).isNull();
    }

    @Test
    void withoutRollbackItIsGivenUpAndWithNothingToGoBackToItSaysSo() {
        for (boolean rollback : new boolean[] {false, true}) {
            FakeService service =
                    FakeService.of(2, 100, 200).alarms(rollback, null, "errors").deploy(NEW);
            service.primary(service.primary().toBuilder()
                    .triggeredAlarmNames(List.of("errors"))
                    .build());
            service.apply(service.reconcile());
            assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
            assertThat(service.primary().rolloutStateReason())
                    .isEqualTo("ECS deployment alarms: alarm detected: errors."
                            + (rollback ? " There is no completed deployment to roll back to." : ""));
            assertThat(service.reconcile().launches()).isEmpty();
        }
    }

    /** It is looked at again at whichever comes first: the end of the back-off, or of baking. */
    @Test
    void whileATaskIsBackedOffTheEarlierOfBothTimesCounts() {
        for (int backOff : new int[] {30, 60, 90}) {
            FakeService service = rolledOut().alarms(true, 7, "errors");
            bakesUntil(service, 60);
            service.tasks.remove(0);
            service.primary(service.primary().toBuilder()
                    .nextAttemptAt(NOW.plusSeconds(backOff))
                    .build());
            assertThat(service.reconcile().lookAgainAt()).isEqualTo(NOW.plusSeconds(Math.min(backOff, 60)));
        }
    }

    @Test
    void aRollbackThatWasBakingIsNotWaitedFor() {
        FakeService service = rolledOut().alarms(true, 7, "errors");
        bakesUntil(service, 60);
        service.primary(service.primary().toBuilder().completedAt(NOW).build());
        service.byId("t1").life = PENDING;
        assertThat(service.reconcile().lookAgainAt()).isNull();
    }
}
