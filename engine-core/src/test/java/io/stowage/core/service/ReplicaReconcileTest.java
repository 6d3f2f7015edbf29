package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.Life;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.DeploymentRolloutState;
import org.junit.jupiter.api.Test;

/** Where one task more or less makes the difference. */
class ReplicaReconcileTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";

    @Test
    void ofWhatAFailedDeploymentHasNotReplacedOnlyThatGoesWhichIsTooManyByItself() {
        FakeService service = FakeService.of(2, 100, 200)
                .deploy(OLD)
                .deploy(NEW)
                .rollout(DeploymentRolloutState.FAILED)
                .tasks(OLD, Life.HEALTHY, 3)
                .tasks(OLD, Life.STARTED, 1);
        ServicePlan plan = service.reconcile();
        assertThat(plan.stops()).extracting(Stop::taskId).hasSize(2).contains("t4");
        assertThat(plan.launches()).isEmpty();
        service.apply(plan);
        assertThat(service.reconcile().stops()).isEmpty();
    }

    @Test
    void whatComesUpGoesBeforeWhatServesAlsoWhereNothingHasToServe() {
        FakeService service = FakeService.of(1, 0, 300)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(OLD, Life.HEALTHY, 1)
                .tasks(OLD, Life.PENDING, 1)
                .tasks(OLD, Life.STARTED, 1);
        assertThat(service.reconcile().stops()).extracting(Stop::taskId).containsExactly("t2", "t3");
    }

    @Test
    void aServiceOfNoTasksIsNotStuckByOneThatCanNotBeRead() {
        FakeService service = FakeService.of(0, 100, 200)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .aside(OLD, 1);
        service.lastEvent = ServiceEvents.steadyState(service.service);
        assertThat(service.reconcile().events()).isEmpty();
    }

    @Test
    void whereOlderTasksAreProtectedItIsTheRolloutThatIsHeldHoweverManyTheyAre() {
        FakeService service = FakeService.of(1, 100, 300)
                .deploy(OLD)
                .tasks(OLD, Life.HEALTHY, 2)
                .deploy(NEW)
                .tasks(NEW, Life.HEALTHY, 1);
        service.tasks.get(0).isProtected = true;
        service.tasks.get(1).isProtected = true;
        assertThat(service.reconcile().events()).containsExactly(ServiceEvents.rolloutHeld(service.service, OLD));
    }

    @Test
    void asManyProtectedTasksAsDesiredAreNotTooMany() {
        FakeService service = FakeService.of(1, 100, 200)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(OLD, Life.STARTED, 1)
                .tasks(OLD, Life.HEALTHY, 1);
        service.tasks.get(0).isProtected = true;
        ServicePlan plan = service.reconcile();
        assertThat(plan.stops()).isEmpty();
        assertThat(plan.events()).isEmpty();
    }

    @Test
    void aBudgetOfTwoIsEnoughToReplaceOneInItsPlace() {
        FakeService service = FakeService.of(1, 100, 100).deploy(OLD).tasks(OLD, Life.UNHEALTHY, 1);
        ServicePlan plan = service.reconcile(2);
        assertThat(plan.stops()).hasSize(1);
        assertThat(plan.launches()).containsExactly(new ServicePlan.Launch(OLD, 1));
        assertThat(plan.budgetExhausted()).isFalse();
    }

    /** The eighth, on an instance that drains, may not go, so that nothing was launched for those that are no use. */
    @Test
    void whereMoreAreThanMayBeThoseGoFirstThatServeNobody() {
        FakeService service = FakeService.of(7, 75, 110)
                .deploy(OLD)
                .tasks(OLD, Life.HEALTHY, 3)
                .tasks(OLD, Life.UNHEALTHY, 4)
                .drain("d/1");
        service.task(OLD, Life.STARTED, "d/1");
        ServicePlan plan = service.reconcile();
        assertThat(plan.stops())
                .isNotEmpty()
                .allSatisfy(stop -> assertThat(service.byId(stop.taskId()).life).isEqualTo(Life.UNHEALTHY));
        assertThat(plan.launches()).isNotEmpty();
    }

    @Test
    void theDeploymentThatHoldsARolloutIsNotAnEmptyOneBetween() {
        FakeService service = FakeService.of(1, 100, 300)
                .deploy(OLD)
                .tasks(OLD, Life.HEALTHY, 1)
                .deploy("ecs-svc/between")
                .deploy(NEW)
                .tasks(NEW, Life.HEALTHY, 1);
        service.tasks.get(0).isProtected = true;
        assertThat(service.reconcile().events()).containsExactly(ServiceEvents.rolloutHeld(service.service, OLD));
    }

    @Test
    void aRolloutIsNotHeldByProtectionAloneWhereOthersStayTooThoughAsManyCanNotBeRead() {
        FakeService service = FakeService.of(2, 100, 150)
                .deploy(OLD)
                .tasks(OLD, Life.HEALTHY, 2)
                .aside(OLD, 1)
                .deploy(NEW);
        service.tasks.get(0).isProtected = true;
        assertThat(service.reconcile().events()).isEmpty();
    }

    @Test
    void anOlderDeploymentStaysWhileATaskOfItStopsAndAnotherCanNotBeRead() {
        FakeService service = FakeService.of(1, 100, 200)
                .deploy(OLD)
                .aside(OLD, 1)
                .tasks(OLD, Life.STOPPING, 1)
                .deploy(NEW)
                .tasks(NEW, Life.HEALTHY, 1);
        assertThat(service.apply(service.reconcile()).service.deployments()).hasSize(2);
    }
}
