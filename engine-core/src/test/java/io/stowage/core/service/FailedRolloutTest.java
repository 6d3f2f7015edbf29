package io.stowage.core.service;

import static io.stowage.core.service.FakeService.Life.HEALTHY;
import static io.stowage.core.service.FakeService.Life.PENDING;
import static io.stowage.core.service.FakeService.Life.STOPPING;
import static io.stowage.core.service.FakeService.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import org.junit.jupiter.api.Test;

/** The circuit breaker, seen from the scheduler: what becomes of a rollout whose tasks keep failing. */
class FailedRolloutTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";
    private static final String FAILED =
            "(service web) (deployment ecs-svc/2) deployment failed: tasks failed to start.";

    /** Two healthy tasks of a COMPLETED deployment are to be replaced, and the breaker fires with the third failed task. */
    private static FakeService rollingOut(boolean rollback) {
        return FakeService.of(2, 100, 200)
                .breaker(rollback, 3)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(OLD, HEALTHY, 2)
                .deploy(NEW);
    }

    @Test
    void belowTheThresholdTheRolloutGoesOn() {
        ServicePlan plan = rollingOut(true).failedTasks(2).reconcile();
        assertThat(plan.launches()).containsExactly(new Launch(NEW, 2));
        assertThat(plan.changed()).isNull();
    }

    @Test
    void atTheThresholdTheServiceGoesBackToWhatCompletedLast() {
        FakeService service = rollingOut(true).tasks(NEW, PENDING, 1).failedTasks(3);
        ServicePlan plan = service.reconcile();
        assertThat(plan.launches()).isEmpty();
        assertThat(plan.stops()).isEmpty();
        assertThat(plan.events()).containsExactly(FAILED, "(service web) rolling back to deployment ecs-svc/1.");
        assertThat(plan.lookAgainAt()).isEqualTo(NOW);

        service.apply(plan);
        Deployment primary = service.primary();
        assertThat(primary.id()).isEqualTo(OLD);
        assertThat(primary.status()).isEqualTo(DeploymentStatus.PRIMARY);
        assertThat(primary.rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        assertThat(primary.rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.");
        Deployment failed = service.service.deployments().get(1);
        assertThat(failed.status()).isEqualTo(DeploymentStatus.ACTIVE);
        assertThat(failed.rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
        assertThat(failed.rolloutStateReason()).isEqualTo("ECS deployment circuit breaker: task failed to start.");
        assertThat(service.service.taskDefinition()).isEqualTo("arn:web:ecs-svc/1");
    }

    @Test
    void aRollbackKeepsTheTasksThatServeAndStopsTheNewOnes() {
        FakeService service = rollingOut(true).tasks(NEW, PENDING, 1).failedTasks(3);
        ServicePlan next = service.apply(service.reconcile()).reconcile();
        assertThat(next.launches()).isEmpty();
        assertThat(next.stops())
                .extracting(stop -> service.byId(stop.taskId()).deployment)
                .containsExactly(NEW);

        service.apply(next).tasks.removeIf(task -> task.life == STOPPING);
        ServicePlan last = service.reconcile();
        service.apply(last);
        assertThat(last.events())
                .containsExactly(
                        "(service web) (deployment ecs-svc/1) deployment completed.",
                        "(service web) has reached a steady state.");
        assertThat(service.service.deployments()).hasSize(1);
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(service.primary().rolloutStateReason()).isEqualTo("ECS deployment ecs-svc/1 completed.");
        assertThat(service.primary().completedAt()).isEqualTo(NOW);
    }

    @Test
    void whatCompletedLastIsKeptInactiveWhenItsTasksAreGone() {
        FakeService service = FakeService.of(2, 0, 100)
                .breaker(true, 3)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .deploy(NEW)
                .tasks(NEW, PENDING, 2);
        service.apply(service.reconcile());
        assertThat(service.service.deployments())
                .extracting(Deployment::status)
                .containsExactly(DeploymentStatus.PRIMARY, DeploymentStatus.INACTIVE);
        assertThat(service.reconcile().isEmpty()).isTrue();

        service.tasks.clear();
        service.failedTasks(3);
        service.apply(service.reconcile());
        assertThat(service.reconcile().launches()).containsExactly(new Launch(OLD, 2));
    }

    @Test
    void whatCompletedLastIsDroppedWhenTheNextOneCompletes() {
        FakeService service = FakeService.of(2, 0, 100)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .deploy(NEW)
                .tasks(NEW, PENDING, 2);
        service.apply(service.reconcile());
        service.tasks.forEach(task -> task.life = HEALTHY);
        service.apply(service.reconcile());
        assertThat(service.service.deployments()).extracting(Deployment::id).containsExactly(NEW);
    }

    @Test
    void onlyTheLastThatCompletedIsKept() {
        FakeService service = FakeService.of(1, 0, 100);
        service.deploy(OLD).rollout(DeploymentRolloutState.COMPLETED);
        service.deploy(NEW)
                .primary(service.primary().toBuilder()
                        .rolloutState(DeploymentRolloutState.COMPLETED)
                        .completedAt(NOW.plusSeconds(1))
                        .build());
        service.deploy("ecs-svc/3").tasks("ecs-svc/3", PENDING, 1);
        service.apply(service.reconcile());
        assertThat(service.service.deployments()).extracting(Deployment::id).containsExactly("ecs-svc/3", NEW);
    }

    @Test
    void withoutRollbackItIsGivenUpAndStaysAsItIs() {
        FakeService service = rollingOut(false).failedTasks(3);
        ServicePlan plan = service.reconcile();
        assertThat(plan.events()).containsExactly(FAILED);
        service.apply(plan);
        assertThat(service.primary().id()).isEqualTo(NEW);
        assertThat(service.primary().rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: task failed to start.");
        assertThat(service.reconcile().isEmpty()).isTrue();
        assertThat(service.healthy()).isEqualTo(2);
    }

    @Test
    void whereNothingEverCompletedItIsGivenUpAndThatIsSaid() {
        FakeService service =
                FakeService.of(2, 100, 200).breaker(true, 3).deploy(NEW).failedTasks(3);
        ServicePlan plan = service.reconcile();
        assertThat(plan.events())
                .containsExactly(
                        FAILED,
                        "(service web) was unable to roll back because none of its deployments has ever completed."
                                + " Update the service to start a new deployment.");
        service.apply(plan);
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
        assertThat(service.primary().rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: task failed to start."
                        + " There is no completed deployment to roll back to.");
        assertThat(service.reconcile().isEmpty()).isTrue();
    }

    @Test
    void aRollbackIsNotRolledBackHoweverManyOfItsTasksFail() {
        FakeService service = rollingOut(true).failedTasks(3);
        service.apply(service.reconcile()).tasks.clear();
        service.failedTasks(1_000);
        assertThat(service.reconcile().launches()).containsExactly(new Launch(OLD, 2));
    }

    @Test
    void aRollbackThatIsSupersededIsStillWhatIsGoneBackTo() {
        FakeService service = rollingOut(true).failedTasks(3);
        service.apply(service.reconcile()).deploy("ecs-svc/3").failedTasks(3);
        service.apply(service.reconcile());
        assertThat(service.primary().id()).isEqualTo(OLD);
    }

    @Test
    void aDeploymentThatHasCompletedIsNoLongerWatched() {
        FakeService service = FakeService.of(2, 100, 200)
                .breaker(true, 3)
                .deploy(NEW)
                .rollout(DeploymentRolloutState.COMPLETED)
                .failedTasks(100);
        assertThat(service.reconcile().launches()).containsExactly(new Launch(NEW, 2));
    }
}
