package io.stowage.core.service;

import static io.stowage.core.service.FakeService.Life.HEALTHY;
import static io.stowage.core.service.FakeService.Life.PENDING;
import static io.stowage.core.service.FakeService.Life.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.DeploymentRolloutState;
import org.junit.jupiter.api.Test;

/** A rollout that waits for protected tasks says so, in an event and in its reason; and it completes though some of its own are too many. */
class ProtectedRolloutTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";
    private static final String SAID = "(service web) was unable to reach steady state because (task set ecs-svc/1) was"
            + " unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks";
    private static final String IN_PROGRESS = "ECS deployment ecs-svc/2 in progress.";
    private static final String WAITS = IN_PROGRESS + " It waits for protected tasks of older deployments.";

    /** All new tasks are healthy, and one old one is protected. */
    private static FakeService held() {
        FakeService service = FakeService.of(2, 100, 200)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(OLD, HEALTHY, 1)
                .deploy(NEW)
                .tasks(NEW, HEALTHY, 2);
        service.byId("t1").isProtected = true;
        return service.primary(
                service.primary().toBuilder().rolloutStateReason(IN_PROGRESS).build());
    }

    @Test
    void itSaysSoOnceAndKeepsSayingWhy() {
        FakeService service = held();
        ServicePlan plan = service.reconcile();
        assertThat(plan.events()).containsExactly(SAID);
        assertThat(service.apply(plan).primary().rolloutStateReason()).isEqualTo(WAITS);
        assertThat(service.reconcile().isEmpty()).isTrue();
    }

    @Test
    void itGoesOnWhenProtectionEnds() {
        FakeService service = held();
        service.apply(service.reconcile()).byId("t1").isProtected = false;
        ServicePlan plan = service.reconcile();
        assertThat(plan.stops()).hasSize(1);
        assertThat(service.apply(plan).primary().rolloutStateReason()).isEqualTo(IN_PROGRESS);
        service.tasks.removeIf(task -> task.life == STOPPING);
        assertThat(service.apply(service.reconcile()).primary().rolloutState())
                .isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void asLongAsItsOwnTasksComeUpItWaitsForThese() {
        FakeService service = held();
        service.byId("t3").life = PENDING;
        assertThat(service.reconcile().isEmpty()).isTrue();
    }

    @Test
    void protectedTasksThatTakeUpTheRoomForNewOnesHoldIt() {
        FakeService service = FakeService.of(2, 0, 100)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(OLD, HEALTHY, 1)
                .deploy(NEW)
                .tasks(NEW, HEALTHY, 1);
        service.byId("t1").isProtected = true;
        assertThat(service.reconcile().events()).containsExactly(SAID);
        service.byId("t2").life = PENDING;
        assertThat(service.reconcile().isEmpty()).isTrue();
    }

    @Test
    void whatHasFailedOrIsBackedOffWaitsForSomethingElse() {
        FakeService failed = held().rollout(DeploymentRolloutState.FAILED);
        assertThat(failed.reconcile().events()).isEmpty();
        FakeService backedOff = held();
        backedOff.primary(backedOff.primary().toBuilder()
                .nextAttemptAt(FakeService.NOW.plusSeconds(9))
                .build());
        assertThat(backedOff.reconcile().events()).isEmpty();
    }

    @Test
    void aRolloutThatIsScaledInUnderProtectionCompletesAndIsNotSteady() {
        FakeService service =
                FakeService.of(3, 100, 200).deploy(NEW).tasks(NEW, HEALTHY, 3).desired(1);
        service.tasks.subList(0, 2).forEach(task -> task.isProtected = true);
        ServicePlan plan = service.reconcile();
        assertThat(plan.stops()).hasSize(1);
        assertThat(service.apply(plan).primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(plan.events())
                .containsExactly(
                        "(service web) (deployment ecs-svc/2) deployment completed.",
                        "(service web) was unable to reach steady state because task set was unable to scale in."
                                + " Reason: The number of protected tasks are more than the desired count of tasks");
    }
}
