package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.Life;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.ServiceStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DAEMON services: one task on each container instance that is to have one. */
class DaemonReconcileTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";

    private static FakeService daemon(int minimumHealthyPercent, int instances) {
        String[] names = new String[instances];
        for (int i = 0; i < instances; i++) {
            names[i] = "a/" + (char) ('a' + i);
        }
        return FakeService.daemon(minimumHealthyPercent, names).deploy(OLD);
    }

    private static FakeService steady(int minimumHealthyPercent, int instances) {
        return daemon(minimumHealthyPercent, instances)
                .tasks(OLD, Life.HEALTHY, instances)
                .rollout(DeploymentRolloutState.COMPLETED);
    }

    private static List<String> launched(ServicePlan plan) {
        return plan.launches().stream()
                .map(Launch::instanceIds)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> stopped(ServicePlan plan) {
        return plan.stops().stream().map(Stop::taskId).toList();
    }

    @Test
    void eachInstanceGetsOne() {
        FakeService service = daemon(0, 3);
        assertThat(launched(service.reconcile())).containsExactly("a/a", "a/b", "a/c");
        assertThat(service.apply(service.reconcile()).reconcile().isEmpty()).isTrue();
    }

    @Test
    void theDesiredCountFollowsTheInstances() {
        FakeService service = steady(0, 2);
        service.daemon.members.add("a/new");
        assertThat(launched(service.reconcile())).containsExactly("a/new");
        assertThat(service.service.desiredCount()).isEqualTo(3);
        assertThat(service.primary().desiredCount()).isEqualTo(3);
    }

    @Test
    void withoutAnyInstanceItIsSteady() {
        FakeService service = daemon(0, 0);
        ServicePlan plan = service.reconcile();
        assertThat(plan.events())
                .containsExactly(
                        ServiceEvents.deploymentCompleted(service.service, OLD),
                        ServiceEvents.steadyState(service.service));
    }

    @Test
    void aTaskWhereNoneIsToBeGoesAtOnceWhateverTheLimits() {
        FakeService service = steady(99, 2);
        service.daemon.members.remove("a/a");
        assertThat(stopped(service.reconcile())).containsExactly("t1");
    }

    @Test
    void onADrainingInstanceItIsTheLastToGo() {
        FakeService service = steady(0, 2).drain("a/a");
        service.daemon.members.remove("a/a");
        assertThat(service.reconcile().stops()).isEmpty();

        service.daemon.emptied.add("a/a");
        assertThat(stopped(service.reconcile())).containsExactly("t1");
        assertThat(service.apply(service.reconcile()).reconcile().launches()).isEmpty();
    }

    /** ceil(instances · minimumHealthyPercent / 100) stay. */
    @ParameterizedTest
    @CsvSource({"0, 4, 4", "25, 4, 3", "50, 4, 2", "50, 5, 2", "75, 4, 1", "99, 4, 0", "50, 1, 0", "0, 1, 1"})
    void aDeploymentStopsAsManyAsTheLimitAllows(int minimumHealthyPercent, int instances, int stopped) {
        FakeService service = steady(minimumHealthyPercent, instances).deploy(NEW);
        assertThat(service.reconcile().stops()).hasSize(stopped);
        assertThat(service.reconcile().launches()).isEmpty();
    }

    @Test
    void aSuccessorIsLaunchedOnceTheTaskBeforeItIsGone() {
        FakeService service = steady(0, 2).deploy(NEW);
        service.apply(service.reconcile());
        assertThat(service.reconcile().isEmpty()).isTrue();
        service.tasks.remove(service.byId("t1"));
        assertThat(service.reconcile().launches()).containsExactly(new Launch(NEW, List.of("a/a")));
    }

    @Test
    void whereAllHaveToStayItSaysSo() {
        FakeService service = steady(50, 1).deploy(NEW);
        assertThat(service.reconcile().events()).containsExactly(ServiceEvents.stuckByConfiguration(service.service));
        service.apply(service.reconcile());
        assertThat(service.reconcile().isEmpty()).as("said once").isTrue();
    }

    @Test
    void anUnhealthyOneIsReplacedAtATime() {
        FakeService service = daemon(0, 3)
                .tasks(OLD, Life.UNHEALTHY, 2)
                .tasks(OLD, Life.HEALTHY, 1)
                .rollout(DeploymentRolloutState.COMPLETED);
        assertThat(service.reconcile().stops()).hasSize(1);
        service.apply(service.reconcile());
        assertThat(service.reconcile().stops()).isEmpty();
        service.tasks.removeIf(task -> task.life == Life.STOPPING);
        ServicePlan next = service.reconcile();
        assertThat(next.stops()).isEmpty();
        assertThat(launched(next)).hasSize(1);
    }

    @Test
    void anOlderOneThatDoesNotServeMakesRoomAtOnce() {
        FakeService service = daemon(99, 3)
                .tasks(OLD, Life.UNHEALTHY, 1)
                .tasks(OLD, Life.PENDING, 1)
                .tasks(OLD, Life.HEALTHY, 1)
                .deploy(NEW);
        assertThat(stopped(service.reconcile())).containsExactly("t1", "t2");
    }

    @Test
    void backOffHoldsInstancesWhereOneHasFailedAndNoOthers() {
        FakeService service = daemon(0, 2);
        service.daemon.stopped.put("a/a", OLD);
        service.primary(service.primary().toBuilder()
                .consecutiveFailures(3)
                .nextAttemptAt(FakeService.NOW.plusSeconds(60))
                .build());
        ServicePlan plan = service.reconcile();
        assertThat(launched(plan)).containsExactly("a/b");
        assertThat(plan.lookAgainAt()).isEqualTo(FakeService.NOW.plusSeconds(60));
        assertThat(plan.events()).containsExactly(ServiceEvents.unableToStartConsistently(service.service));
    }

    @Test
    void whileItIsBackedOffNothingMakesRoom() {
        FakeService service = steady(0, 2).deploy(NEW);
        service.primary(service.primary().toBuilder()
                .nextAttemptAt(FakeService.NOW.plusSeconds(60))
                .build());
        ServicePlan plan = service.reconcile();
        assertThat(plan.stops()).isEmpty();
        assertThat(plan.lookAgainAt()).isEqualTo(FakeService.NOW.plusSeconds(60));
    }

    @Test
    void aFailedDeploymentLaunchesNothingAndTakesNobodysPlace() {
        FakeService service = steady(0, 2).deploy(NEW).rollout(DeploymentRolloutState.FAILED);
        service.daemon.members.add("a/new");
        assertThat(service.reconcile().isEmpty()).isTrue();
    }

    @Test
    void theBreakerGoesBack() {
        FakeService service = steady(0, 4).deploy(NEW).breaker(true, 3).failedTasks(3);
        service.tasks.clear();
        service.apply(service.reconcile());
        assertThat(service.primary().id()).isEqualTo(OLD);
        assertThat(launched(service.reconcile())).hasSize(4);
        assertThat(service.reconcile().launches().get(0).deploymentId()).isEqualTo(OLD);
    }

    @Test
    void aProtectedTaskStaysInADeployment() {
        FakeService service = steady(0, 2).deploy(NEW);
        service.byId("t1").isProtected = true;
        assertThat(stopped(service.reconcile())).containsExactly("t2");
    }

    @Test
    void itSaysThatOnlyProtectedTasksHoldADeployment() {
        FakeService service = steady(0, 2).deploy(NEW);
        service.byId("t1").isProtected = true;
        service.primary(service.primary().toBuilder()
                .rolloutStateReason("ECS deployment ecs-svc/2 in progress.")
                .build());
        service.apply(service.reconcile());
        assertThat(service.reconcile().events()).as("the other one stops").isEmpty();
        service.tasks.removeIf(task -> task.life == Life.STOPPING);
        service.apply(service.reconcile());
        assertThat(service.reconcile().events()).as("its successor comes up").isEmpty();
        service.tasks.forEach(task -> task.life = Life.HEALTHY);

        ServicePlan plan = service.reconcile();
        assertThat(plan.events()).containsExactly(ServiceEvents.rolloutHeld(service.service, OLD));
        assertThat(service.apply(plan).primary().rolloutStateReason())
                .isEqualTo("ECS deployment ecs-svc/2 in progress. It waits for protected tasks of older deployments.");
        assertThat(service.reconcile().isEmpty()).as("said once").isTrue();

        service.byId("t1").isProtected = false;
        plan = service.reconcile();
        assertThat(stopped(plan)).containsExactly("t1");
        assertThat(service.apply(plan).primary().rolloutStateReason())
                .isEqualTo("ECS deployment ecs-svc/2 in progress.");
    }

    @Test
    void protectedTasksHoldNothingThatIsBackedOffOrHasFailed() {
        FakeService service = steady(0, 1).deploy(NEW);
        service.byId("t1").isProtected = true;
        assertThat(service.reconcile().events()).hasSize(1);
        service.primary(service.primary().toBuilder()
                .nextAttemptAt(FakeService.NOW.plusSeconds(9))
                .build());
        assertThat(service.reconcile().events()).isEmpty();
        service.rollout(DeploymentRolloutState.FAILED);
        assertThat(service.reconcile().events()).isEmpty();
    }

    @Test
    void theBudgetBoundsLaunches() {
        FakeService service = daemon(0, 5);
        ServicePlan plan = service.reconcile(2);
        assertThat(launched(plan)).containsExactly("a/a", "a/b");
        assertThat(plan.budgetExhausted()).isTrue();
    }

    @Test
    void deletedItStopsAll() {
        FakeService service = steady(0, 3).status(ServiceStatus.DRAINING).drain("a/a");
        assertThat(service.reconcile().stops()).hasSize(3);
    }

    @Test
    void afterThreeCrashesInARowItIsSaidThatTasksCanNotBeStarted() {
        for (int crashes = 2; crashes <= 3; crashes++) {
            FakeService service = steady(0, 2);
            service.tasks.remove(0);
            service.daemon.stopped.put("a/a", OLD);
            service.primary(service.primary().toBuilder()
                    .consecutiveCrashes(crashes)
                    .nextAttemptAt(FakeService.NOW.plusSeconds(9))
                    .build());
            ServicePlan plan = service.reconcile();
            assertThat(plan.launches()).isEmpty();
            assertThat(plan.lookAgainAt()).isEqualTo(FakeService.NOW.plusSeconds(9));
            assertThat(plan.events().contains(ServiceEvents.unableToStartConsistently(service.service)))
                    .isEqualTo(crashes == 3);
        }
    }

    @Test
    void onlyAnActiveDaemonFollowsItsInstances() {
        FakeService service = steady(0, 2);
        service.daemon.members.add("a/new");
        assertThat(ServiceReconciler.resized(service.status(ServiceStatus.DRAINING), FakeService.NOW))
                .isNull();
        assertThat(ServiceReconciler.resized(service.status(ServiceStatus.ACTIVE), FakeService.NOW)
                        .desiredCount())
                .isEqualTo(3);
        assertThat(ServiceReconciler.resized(FakeService.of(2, 100, 200).deploy(OLD), FakeService.NOW))
                .isNull();
    }

    @Test
    void olderTasksThatHaveOnlyJustStartedServeUntilReplacedToo() {
        FakeService service = daemon(50, 4)
                .tasks(OLD, Life.STARTED, 3)
                .tasks(OLD, Life.HEALTHY, 1)
                .deploy(NEW);
        assertThat(stopped(service.reconcile())).hasSize(2).doesNotContain("t4");
    }

    @Test
    void theEndOfTheBackOffIsWaitedForOnlyWhereThereIsSomethingToReplace() {
        assertThat(backedOff(steady(0, 2)).reconcile().lookAgainAt()).isNull();
        for (Life life : List.of(Life.STARTED, Life.HEALTHY, Life.PENDING, Life.UNHEALTHY)) {
            FakeService older = daemon(0, 1).tasks(OLD, life, 1).deploy(NEW);
            assertThat(backedOff(older).reconcile().lookAgainAt())
                    .as("%s", life)
                    .isEqualTo(FakeService.NOW.plusSeconds(9));
        }
        FakeService unhealthy = daemon(0, 1).tasks(OLD, Life.UNHEALTHY, 1);
        assertThat(backedOff(unhealthy).reconcile().lookAgainAt()).isEqualTo(FakeService.NOW.plusSeconds(9));
    }

    private static FakeService backedOff(FakeService service) {
        return service.primary(service.primary().toBuilder()
                .nextAttemptAt(FakeService.NOW.plusSeconds(9))
                .build());
    }

    @Test
    void aServiceThatIsRolledOutIsNotStuckThoughAllItsTasksHaveToStay() {
        FakeService service = steady(50, 1);
        service.apply(service.reconcile());
        assertThat(service.reconcile().events()).isEmpty();
    }

    @Test
    void whileOneComesUpNoOtherUnhealthyOneIsReplaced() {
        FakeService service = daemon(0, 3).tasks(OLD, Life.STARTED, 1).tasks(OLD, Life.UNHEALTHY, 2);
        assertThat(service.reconcile().stops()).isEmpty();
    }
}
