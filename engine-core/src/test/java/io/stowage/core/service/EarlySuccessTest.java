package io.stowage.core.service;

import static io.stowage.core.service.FakeService.Life.HEALTHY;
import static io.stowage.core.service.FakeService.Life.PENDING;
import static io.stowage.core.service.FakeService.Life.STOPPING;
import static io.stowage.core.service.FakeService.NOW;
import static io.stowage.model.ServiceRevisionCleanup.BLOCKING;
import static io.stowage.model.ServiceRevisionCleanup.DEFERRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.deployment.Rollback;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.ServiceRevisionCleanup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A deployment that is COMPLETED with some of its tasks, and what becomes of the others. */
class EarlySuccessTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";
    private static final String COMPLETED = "(service web) (deployment ecs-svc/2) deployment completed.";
    private static final String HELD = "(service web) was unable to reach steady state because (task set ecs-svc/1) was"
            + " unable to scale in. Reason: The number of protected tasks are more than the desired count of tasks";

    /** A service of ten that is moved to a new revision. */
    private static FakeService moving(int healthyPercent, ServiceRevisionCleanup cleanup, int healthy, int old) {
        FakeService service = FakeService.of(10, 50, 100)
                .early(healthyPercent, cleanup)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(OLD, HEALTHY, old)
                .deploy(NEW)
                .tasks(NEW, HEALTHY, healthy);
        service.tasks(NEW, PENDING, 10 - healthy - old);
        return service;
    }

    private static DeploymentRolloutState reconciled(FakeService service) {
        return service.apply(service.reconcile()).primary().rolloutState();
    }

    @Test
    void ecssExamplesOfHowManyHaveToBeHealthy() {
        int[][] examples = {{2, 50, 1}, {3, 50, 2}, {10, 80, 8}, {100, 90, 90}, {10, 100, 10}, {4, 0, 1}, {1, 1, 1}};
        for (int[] example : examples) {
            for (int healthy = 0; healthy <= example[0]; healthy++) {
                FakeService service = FakeService.of(example[0], 0, 200)
                        .early(example[1], BLOCKING)
                        .deploy(NEW)
                        .tasks(NEW, HEALTHY, healthy)
                        .tasks(NEW, PENDING, example[0] - healthy);
                assertThat(reconciled(service))
                        .as("%d of %s", healthy, List.of(example[0], example[1]))
                        .isEqualTo(
                                healthy >= example[2]
                                        ? DeploymentRolloutState.COMPLETED
                                        : DeploymentRolloutState.IN_PROGRESS);
            }
        }
    }

    @Test
    void aServiceOfNoTasksNeedsNone() {
        assertThat(reconciled(FakeService.of(0, 0, 200).early(0, BLOCKING).deploy(NEW)))
                .isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void whatIsDisabledChangesNothing() {
        FakeService service = moving(80, DEFERRED, 8, 0);
        service.service = service.service.toBuilder()
                .deploymentConfiguration(service.service.deploymentConfiguration().toBuilder()
                        .earlySuccessCriteria(new DeploymentEarlySuccessCriteria(false, 80, DEFERRED))
                        .build())
                .build();
        assertThat(reconciled(service)).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
    }

    @Test
    void blockingWaitsUntilTheOldTasksAreStopped() {
        FakeService service = moving(80, BLOCKING, 8, 1);
        ServicePlan plan = service.reconcile();
        assertThat(plan.stops()).hasSize(1);
        assertThat(service.apply(plan).primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        service.tasks.removeIf(task -> task.life == STOPPING);
        assertThat(service.reconcile().events()).containsExactly(COMPLETED);
        assertThat(reconciled(service)).isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void deferredDoesNotWaitAndStopsThemAllTheSame() {
        FakeService service = moving(50, DEFERRED, 5, 5);
        ServicePlan plan = service.reconcile();
        assertThat(plan.events()).containsExactly(COMPLETED);
        assertThat(plan.stops()).hasSize(5);
        service.apply(plan);
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(service.primary().rolloutStateReason()).isEqualTo("ECS deployment ecs-svc/2 completed.");
        assertThat(service.service.deployments().get(1).status()).isEqualTo(DeploymentStatus.ACTIVE);
        service.tasks.removeIf(task -> task.life == STOPPING);
        service.apply(service.reconcile());
        assertThat(service.service.deployments()).hasSize(1);
    }

    @Test
    void whatItLacksIsStartedAfterwardsAndOnlyThenIsTheServiceSteady() {
        FakeService service = moving(80, BLOCKING, 8, 0);
        service.tasks.removeIf(task -> task.life == PENDING);
        ServicePlan plan = service.reconcile();
        assertThat(plan.events()).containsExactly(COMPLETED);
        assertThat(plan.launches()).containsExactly(new Launch(NEW, 2));
        service.apply(plan);
        assertThat(service.reconcile().isEmpty()).isTrue();
        service.tasks.forEach(task -> task.life = HEALTHY);
        assertThat(service.reconcile().events()).containsExactly("(service web) has reached a steady state.");
    }

    @Test
    void afterwardsNeitherFailuresNorAlarmsEndIt() {
        FakeService service = moving(80, DEFERRED, 8, 0).breaker(true, 1).alarms(true, 0, "errors");
        service.apply(service.reconcile());
        service.failedTasks(7);
        service.primary(service.primary().toBuilder()
                .triggeredAlarmNames(List.of("errors"))
                .build());
        assertThat(reconciled(service)).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(service.primary().id()).isEqualTo(NEW);
    }

    @Test
    void beforeTheyDoThoughEnoughAreHealthy() {
        FakeService service = moving(80, DEFERRED, 8, 0).breaker(true, 1).failedTasks(1);
        service.apply(service.reconcile());
        assertThat(service.primary().id()).isEqualTo(OLD);
    }

    @Test
    void itBakesFromWhenEnoughAreHealthyWhileOldOnesGo() {
        for (ServiceRevisionCleanup cleanup : ServiceRevisionCleanup.values()) {
            FakeService service = moving(80, cleanup, 8, 1).alarms(true, 7, "errors");
            ServicePlan plan = service.reconcile();
            assertThat(plan.stops()).hasSize(1);
            assertThat(plan.events()).isEmpty();
            service.apply(plan);
            assertThat(service.primary().bakesUntil()).isEqualTo(NOW.plusSeconds(420));
            assertThat(service.reconcile().lookAgainAt()).isEqualTo(NOW.plusSeconds(420));
            service.primary(service.primary().toBuilder().bakesUntil(NOW).build());
            assertThat(reconciled(service))
                    .isEqualTo(
                            cleanup == DEFERRED
                                    ? DeploymentRolloutState.COMPLETED
                                    : DeploymentRolloutState.IN_PROGRESS);
        }
    }

    @Test
    void protectedOldTasksHoldWhatIsBlockingOnly() {
        FakeService blocking = moving(80, BLOCKING, 9, 1);
        blocking.byId("t1").isProtected = true;
        assertThat(blocking.reconcile().events()).containsExactly(HELD);
        assertThat(reconciled(blocking)).isEqualTo(DeploymentRolloutState.IN_PROGRESS);

        FakeService deferred = moving(80, DEFERRED, 9, 1);
        deferred.byId("t1").isProtected = true;
        ServicePlan plan = deferred.reconcile();
        assertThat(plan.events()).containsExactly(COMPLETED, HELD);
        deferred.apply(plan);
        assertThat(deferred.primary().rolloutStateReason()).isEqualTo("ECS deployment ecs-svc/2 completed.");
        assertThat(deferred.reconcile().isEmpty()).as("said once").isTrue();
    }

    @Test
    void theNextOneGoesBackToIt() {
        FakeService service = moving(50, DEFERRED, 5, 5);
        service.apply(service.reconcile()).deploy("ecs-svc/3");
        assertThat(Rollback.target(service.service.deployments()))
                .isEqualTo(service.service.deployments().get(1));
        assertThat(service.service.deployments().get(1).id()).isEqualTo(NEW);
    }

    @Test
    void aRollbackIsOverOnlyWithAllItsTasks() {
        FakeService service = FakeService.of(4, 50, 200)
                .early(50, DEFERRED)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .rollout(DeploymentRolloutState.IN_PROGRESS)
                .tasks(OLD, HEALTHY, 3)
                .tasks(OLD, PENDING, 1);
        assertThat(reconciled(service)).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        service.byId("t4").life = HEALTHY;
        assertThat(reconciled(service)).isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void aDaemonSucceedsEarlyToo() {
        FakeService service = FakeService.daemon(0, "a/1", "a/2", "b/1", "b/2")
                .early(50, DEFERRED)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED);
        service.task(OLD, STOPPING, "a/1");
        service.deploy(NEW);
        service.task(NEW, HEALTHY, "a/2");
        assertThat(reconciled(service)).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        service.task(NEW, HEALTHY, "b/1");
        assertThat(reconciled(service)).isEqualTo(DeploymentRolloutState.COMPLETED);
    }
}
