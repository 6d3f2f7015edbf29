package io.stowage.core.service;

import static io.stowage.core.service.FakeService.Life.HEALTHY;
import static io.stowage.core.service.FakeService.Life.PENDING;
import static io.stowage.core.service.FakeService.Life.STARTED;
import static io.stowage.core.service.FakeService.Life.STOPPING;
import static io.stowage.core.service.FakeService.Life.UNHEALTHY;
import static io.stowage.core.service.FakeService.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskStopCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServiceReconcilerTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";
    private static final String STEADY = "(service web) has reached a steady state.";
    private static final String STUCK =
            "(service web) was unable to stop or start tasks during a deployment because of the service deployment"
                    + " configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";

    /** A service with one COMPLETED deployment. */
    private static FakeService steady(int desired, int minimumHealthyPercent, int maximumPercent) {
        return FakeService.of(desired, minimumHealthyPercent, maximumPercent)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED);
    }

    /** A service whose healthy tasks are to be replaced by a new deployment. */
    private static FakeService rollingOut(int desired, int minimumHealthyPercent, int maximumPercent) {
        return steady(desired, minimumHealthyPercent, maximumPercent)
                .tasks(OLD, HEALTHY, desired)
                .deploy(NEW);
    }

    private static int launched(ServicePlan plan) {
        return plan.launches().stream().mapToInt(Launch::count).sum();
    }

    /** How many tasks of which deployment and life a plan stops, such as {@code ecs-svc/1 HEALTHY}. */
    private static Map<String, Integer> stopped(FakeService service, ServicePlan plan) {
        Map<String, Integer> stopped = new TreeMap<>();
        for (Stop stop : plan.stops()) {
            FakeTask task = service.byId(stop.taskId());
            boolean lost = service.bucketOf(task) == TaskBucket.LOST;
            stopped.merge(task.deployment + " " + (lost ? "LOST" : task.life), 1, Integer::sum);
        }
        return stopped;
    }

    private static void assertPlan(FakeService service, int launches, Map<String, Integer> stops) {
        ServicePlan plan = service.reconcile();
        assertThat(launched(plan)).as("launches").isEqualTo(launches);
        assertThat(stopped(service, plan)).as("stops").isEqualTo(stops);
        plan.launches()
                .forEach(launch -> assertThat(launch.deploymentId())
                        .isEqualTo(service.primary().id()));
    }

    @Nested
    class Count {
        @Test
        void aNewServiceLaunchesWhatIsDesired() {
            assertPlan(FakeService.of(3, 100, 200).deploy(OLD), 3, Map.of());
        }

        @Test
        void aTaskThatDiedIsReplaced() {
            assertPlan(steady(3, 100, 200).tasks(OLD, HEALTHY, 2), 1, Map.of());
        }

        @Test
        void whatIsOnItsWayIsNotLaunchedAgain() {
            assertPlan(steady(3, 100, 200).tasks(OLD, PENDING, 2).tasks(OLD, STARTED, 1), 0, Map.of());
        }

        @Test
        void tasksThatAreStoppingDontCount() {
            assertPlan(steady(3, 100, 200).tasks(OLD, HEALTHY, 2).tasks(OLD, STOPPING, 4), 1, Map.of());
        }

        @Test
        void tasksThatCanNotBeReadCountAsThere() {
            assertPlan(steady(3, 100, 200).tasks(OLD, HEALTHY, 2).aside(OLD, 1), 0, Map.of());
            assertPlan(steady(3, 100, 200).tasks(OLD, HEALTHY, 1).aside(OLD, 1), 1, Map.of());
            // Whether they serve is not known: they are no reason to stop one that does.
            assertPlan(steady(2, 100, 200).tasks(OLD, HEALTHY, 2).aside(OLD, 1), 0, Map.of());
            assertPlan(steady(2, 100, 200).tasks(OLD, HEALTHY, 3).aside(OLD, 1), 0, Map.of(OLD + " HEALTHY", 1));
            assertPlan(steady(0, 100, 200).tasks(OLD, HEALTHY, 1).aside(OLD, 2), 0, Map.of(OLD + " HEALTHY", 1));
        }

        @Test
        void tasksThatCanNotBeReadTakeRoomInARolloutAndKeepItFromCompleting() {
            FakeService service =
                    steady(2, 100, 150).aside(OLD, 1).tasks(OLD, HEALTHY, 1).deploy(NEW);
            assertPlan(service, 1, Map.of());
            FakeService replaced = steady(2, 100, 150).aside(OLD, 1).deploy(NEW).tasks(NEW, HEALTHY, 2);
            assertThat(replaced.reconcile().changed()).isNull();
            assertThat(steady(2, 100, 150)
                            .deploy(NEW)
                            .tasks(NEW, HEALTHY, 2)
                            .reconcile()
                            .changed())
                    .isNotNull();
        }

        @Test
        void whatIsTooMuchIsStoppedFurthestFromServingFirst() {
            FakeService service = steady(2, 100, 200)
                    .tasks(OLD, HEALTHY, 3)
                    .tasks(OLD, STARTED, 2)
                    .tasks(OLD, PENDING, 2);
            assertPlan(service, 0, Map.of(OLD + " PENDING", 2, OLD + " STARTED", 2, OLD + " HEALTHY", 1));
            assertPlan(service.desired(4), 0, Map.of(OLD + " PENDING", 2, OLD + " STARTED", 1));
        }

        @Test
        void zeroStopsEverything() {
            FakeService service = steady(0, 100, 200)
                    .tasks(OLD, HEALTHY, 3)
                    .tasks(OLD, PENDING, 1)
                    .tasks(OLD, UNHEALTHY, 1);
            assertPlan(service, 0, Map.of(OLD + " HEALTHY", 3, OLD + " PENDING", 1, OLD + " UNHEALTHY", 1));
        }

        @Test
        void aStopSaysWhy() {
            FakeService service = steady(0, 100, 200).tasks(OLD, HEALTHY, 1);
            assertThat(service.reconcile().stops())
                    .containsExactly(new Stop(
                            "t1",
                            TaskStopCode.SERVICE_SCHEDULER_INITIATED,
                            "Scaling activity initiated by (deployment ecs-svc/1)"));
        }
    }

    @Nested
    class Lost {

        @Test
        void whatIsLostIsReplacedFirstAndGoesAsItsReplacementsAreHealthy() {
            FakeService service = steady(4, 75, 200);
            service.instances = List.of("a/1", "b/1");
            service.tasks(OLD, HEALTHY, 4).lost.add("a/1");
            assertPlan(service, 2, Map.of());

            service.instances = List.of("b/1");
            service.tasks(OLD, STARTED, 1).tasks(OLD, HEALTHY, 1);
            assertPlan(service, 0, Map.of(OLD + " LOST", 1));
        }

        @Test
        void itStaysWhileThereIsNotEnoughWithoutIt() {
            FakeService service = steady(2, 100, 200);
            service.instances = List.of("a/1", "b/1");
            service.tasks(OLD, HEALTHY, 6).lost.add("a/1");
            service.lost.add("b/1");
            assertThat(service.reconcile().stops()).isEmpty();
        }

        @Test
        void itCountsForNeitherLimit() {
            FakeService service = steady(2, 100, 100);
            service.instances = List.of("a/1", "b/1");
            service.tasks(OLD, HEALTHY, 2).lost.add("a/1");
            assertPlan(service, 1, Map.of());
        }

        @Test
        void withNoOtherInstanceNothingIsStopped() {
            FakeService service = steady(2, 50, 100);
            service.instances = List.of("a/1");
            service.tasks(OLD, HEALTHY, 2).lost.add("a/1");
            assertThat(service.reconcile().stops()).isEmpty();
        }

        @Test
        void whatComesBackFirstStaysAndTheNewcomersGo() {
            FakeService service = steady(2, 100, 200);
            service.instances = List.of("a/1", "b/1");
            service.tasks(OLD, HEALTHY, 2);
            service.instances = List.of("b/1");
            service.tasks(OLD, STARTED, 1);
            assertPlan(service, 0, Map.of(OLD + " STARTED", 1));
        }

        @Test
        void inADeploymentTheOldOnesThatAreLostGoOnceTheNewOnesServe() {
            FakeService service = steady(2, 100, 200);
            service.instances = List.of("a/1");
            service.tasks(OLD, HEALTHY, 2).lost.add("a/1");
            service.deploy(NEW);
            assertPlan(service, 2, Map.of());
            service.instances = List.of("b/1");
            service.tasks(NEW, HEALTHY, 2);
            assertPlan(service, 0, Map.of(OLD + " LOST", 2));
        }

        @Test
        void scaledToNoneAllGo() {
            FakeService service = steady(0, 100, 200);
            service.instances = List.of("a/1");
            service.tasks(OLD, HEALTHY, 2).lost.add("a/1");
            assertPlan(service, 0, Map.of(OLD + " LOST", 2));
            assertThat(service.reconcile().stops().get(0).reason())
                    .isEqualTo("Container instance is not connected: the task was replaced elsewhere");
        }
    }

    @Nested
    class ScaleInChoice {
        private List<String> stoppedIds(FakeService service) {
            return service.reconcile().stops().stream().map(Stop::taskId).toList();
        }

        @Test
        void takesFromTheZoneWithTheMostThenTheInstanceWithTheMostThenTheNewest() {
            FakeService service = steady(6, 100, 200);
            for (String instance : List.of("a/1", "a/1", "a/2", "a/2", "a/2", "b/1", "b/1", "b/1")) {
                service.task(OLD, HEALTHY, instance);
            }
            assertThat(stoppedIds(service)).containsExactly("t5", "t2");
        }

        @Test
        void staysBalancedWhileItTakes() {
            FakeService service = steady(2, 100, 200);
            for (String instance : List.of("a/1", "a/2", "a/2", "b/1", "b/1", "b/2")) {
                service.task(OLD, HEALTHY, instance);
            }
            assertThat(stoppedIds(service)).containsExactly("t3", "t5", "t1", "t4");
        }

        @Test
        void countsThoseItTookFromEarlierBuckets() {
            FakeService service = steady(2, 100, 200);
            service.task(OLD, HEALTHY, "a/1");
            service.task(OLD, HEALTHY, "b/1");
            service.task(OLD, HEALTHY, "b/1");
            service.task(OLD, PENDING, "a/1");
            service.task(OLD, PENDING, "a/1");
            assertThat(stoppedIds(service)).containsExactly("t4", "t5", "t3");
        }
    }

    /** The numbers of ECS's documentation. */
    @Nested
    class RollingUpdate {
        @Test
        void byDefaultTheNewTasksStartFirst() {
            FakeService service = rollingOut(4, 100, 200);
            assertPlan(service, 4, Map.of());
            assertPlan(service.tasks(NEW, STARTED, 2).tasks(NEW, HEALTHY, 2), 0, Map.of(OLD + " HEALTHY", 2));
        }

        @Test
        void fiftyToOneHundredPercentStopsTwoOfFourFirst() {
            assertPlan(rollingOut(4, 50, 100), 2, Map.of(OLD + " HEALTHY", 2));
        }

        @Test
        void zeroPercentStopsAllAtOnce() {
            assertPlan(rollingOut(4, 0, 100), 4, Map.of(OLD + " HEALTHY", 4));
        }

        @Test
        void oneHundredAndFiftyPercentOfFourHasRoomForTwo() {
            assertPlan(rollingOut(4, 100, 150), 2, Map.of());
        }

        @Test
        void oneHundredAndTenPercentOfTenHasRoomForOne() {
            FakeService service = rollingOut(10, 100, 110);
            assertPlan(service, 1, Map.of());
            assertPlan(service.tasks(NEW, HEALTHY, 1), 1, Map.of(OLD + " HEALTHY", 1));
        }

        @Test
        void oldTasksThatDontServeGoAtOnce() {
            FakeService service = steady(4, 100, 200)
                    .tasks(OLD, HEALTHY, 2)
                    .tasks(OLD, PENDING, 1)
                    .tasks(OLD, UNHEALTHY, 1)
                    .deploy(NEW);
            assertPlan(service, 4, Map.of(OLD + " PENDING", 1, OLD + " UNHEALTHY", 1));
        }

        @Test
        void oldTasksThatHaveJustStartedServeUntilReplaced() {
            FakeService service = steady(2, 100, 200).tasks(OLD, STARTED, 2).deploy(NEW);
            assertPlan(service, 2, Map.of());
            assertPlan(service.tasks(NEW, HEALTHY, 1), 1, Map.of(OLD + " STARTED", 1));
        }

        @Test
        void anOldTaskThatDiesIsNotReplacedByItsOwnDeployment() {
            FakeService service = steady(4, 100, 150).tasks(OLD, HEALTHY, 3).deploy(NEW);
            assertPlan(service, 3, Map.of());
        }

        @Test
        void theOldestDeploymentGoesFirst() {
            FakeService service = steady(4, 100, 200)
                    .tasks(OLD, HEALTHY, 2)
                    .deploy(NEW)
                    .tasks(NEW, HEALTHY, 2)
                    .deploy("ecs-svc/3");
            assertPlan(service.tasks("ecs-svc/3", HEALTHY, 1), 3, Map.of(OLD + " HEALTHY", 1));
            assertPlan(service.tasks("ecs-svc/3", HEALTHY, 2), 1, Map.of(OLD + " HEALTHY", 2, NEW + " HEALTHY", 1));
        }

        @Test
        void neitherLimitIsCrossedWhenTheDesiredCountShrinksMeanwhile() {
            FakeService service = rollingOut(6, 100, 200).tasks(NEW, STARTED, 6).desired(2);
            assertPlan(service, 0, Map.of(OLD + " HEALTHY", 4, NEW + " STARTED", 4));
        }

        @Test
        void aFailedDeploymentLaunchesNothing() {
            assertPlan(rollingOut(4, 100, 200).rollout(DeploymentRolloutState.FAILED), 0, Map.of());
        }

        /** Though what it has launched before may become healthy. */
        @Test
        void aFailedDeploymentTakesNobodysPlace() {
            FakeService failed = rollingOut(4, 100, 200).rollout(DeploymentRolloutState.FAILED);
            assertPlan(failed.tasks(NEW, HEALTHY, 4), 0, Map.of());
        }
    }

    @Nested
    class Unhealthy {
        @Test
        void isReplacedBeforeItIsStoppedWhereThereIsRoom() {
            FakeService service = steady(4, 100, 200).tasks(OLD, HEALTHY, 3).tasks(OLD, UNHEALTHY, 1);
            assertPlan(service, 1, Map.of());
            assertPlan(service.tasks(OLD, STARTED, 1), 0, Map.of());
        }

        @Test
        void isStoppedWhenItsReplacementIsHealthy() {
            FakeService service = steady(4, 100, 200).tasks(OLD, HEALTHY, 4).tasks(OLD, UNHEALTHY, 1);
            assertThat(service.reconcile().stops())
                    .containsExactly(new Stop(
                            "t5", TaskStopCode.SERVICE_SCHEDULER_INITIATED, "Task failed container health checks"));
        }

        @Test
        void eitherIsStoppedWhenItsReplacementIsUnhealthyToo() {
            FakeService service = steady(4, 100, 200).tasks(OLD, HEALTHY, 3).tasks(OLD, UNHEALTHY, 2);
            assertPlan(service, 1, Map.of(OLD + " UNHEALTHY", 1));
        }

        @Test
        void isStoppedOneAtATimeWhereThereIsNoRoom() {
            FakeService service = steady(4, 50, 100).tasks(OLD, UNHEALTHY, 4);
            assertPlan(service, 1, Map.of(OLD + " UNHEALTHY", 1));
            service.apply(service.reconcile());
            assertPlan(service, 0, Map.of());
            service.tasks.get(4).life = Life.HEALTHY;
            assertPlan(service, 1, Map.of(OLD + " UNHEALTHY", 1));
        }

        @Test
        void isNotStoppedToMakeRoomWhileLaunchesAreBackedOff() {
            FakeService service = steady(4, 50, 100).tasks(OLD, UNHEALTHY, 4);
            service.primary(service.primary().toBuilder()
                    .nextAttemptAt(NOW.plusSeconds(1))
                    .build());
            assertPlan(service, 0, Map.of());
        }

        @Test
        void severalMayGoAtOnceWhereTheHostSaysSo() {
            FakeService service = steady(4, 50, 100).tasks(OLD, UNHEALTHY, 4);
            ServicePlan plan = service.reconcile(new ReconcileSettings(3), 1_000);
            assertThat(plan.stops()).hasSize(3);
            assertThat(launched(plan)).isEqualTo(3);
        }
    }

    @Nested
    class DrainingInstance {
        @Test
        void itsPendingTasksAreStoppedAtOnce() {
            FakeService service = steady(2, 100, 200);
            service.task(OLD, HEALTHY, "a/1");
            service.task(OLD, PENDING, "b/1");
            assertPlan(service.drain("b/1"), 1, Map.of(OLD + " PENDING", 1));
        }

        @Test
        void itsRunningTasksAreReplacedFirstWithTheDefaults() {
            FakeService service = steady(2, 100, 200);
            service.task(OLD, HEALTHY, "a/1");
            service.task(OLD, HEALTHY, "b/1");
            assertPlan(service.drain("b/1"), 1, Map.of());
            service.task(OLD, HEALTHY, "a/1");
            assertPlan(service, 0, Map.of(OLD + " HEALTHY", 1));
            assertThat(service.reconcile().stops().get(0).taskId()).isEqualTo("t2");
        }

        @Test
        void itsRunningTasksMayGoFirstBelowOneHundredPercent() {
            FakeService service = steady(2, 50, 100);
            service.task(OLD, HEALTHY, "b/1");
            service.task(OLD, HEALTHY, "b/1");
            assertPlan(service.drain("b/1"), 1, Map.of(OLD + " HEALTHY", 1));
        }

        @Test
        void itsTasksThatAreNotHealthyServeUntilReplaced() {
            FakeService service = steady(2, 100, 200);
            service.task(OLD, HEALTHY, "a/1");
            service.task(OLD, UNHEALTHY, "b/1");
            assertPlan(service.drain("b/1"), 1, Map.of());
            service.task(OLD, HEALTHY, "a/1");
            assertPlan(service, 0, Map.of(OLD + " UNHEALTHY", 1));
        }
    }

    @Nested
    class BackOff {
        private FakeService backedOff(int seconds) {
            FakeService service = steady(3, 100, 200).tasks(OLD, HEALTHY, 1);
            return service.primary(service.primary().toBuilder()
                    .nextAttemptAt(NOW.plusSeconds(seconds))
                    .build());
        }

        @Test
        void nothingIsLaunchedUntilTheNextAttempt() {
            ServicePlan plan = backedOff(30).reconcile();
            assertThat(plan.launches()).isEmpty();
            assertThat(plan.lookAgainAt()).isEqualTo(NOW.plusSeconds(30));
            assertThat(plan.isEmpty()).isTrue();
        }

        @Test
        void atTheNextAttemptEverythingIsLaunched() {
            ServicePlan plan = backedOff(0).reconcile();
            assertThat(launched(plan)).isEqualTo(2);
            assertThat(plan.lookAgainAt()).isNull();
        }

        private FakeService failed(int times, int seconds) {
            FakeService service = backedOff(seconds);
            return service.primary(
                    service.primary().toBuilder().consecutiveFailures(times).build());
        }

        @Test
        void afterThreeFailuresInARowItIsSaidOnceThatTasksCanNotBeStarted() {
            assertThat(failed(2, 30).reconcile().events()).isEmpty();

            FakeService service = failed(3, 30);
            assertThat(service.reconcile().events())
                    .containsExactly("(service web) is unable to consistently start tasks successfully.");
            service.lastEvent = "(service web) is unable to consistently start tasks successfully.";
            assertThat(service.reconcile().isEmpty()).isTrue();
        }

        @Test
        void whileNothingIsHeldBackItIsNotSaidThatTasksCanNotBeStarted() {
            assertThat(failed(3, 0).reconcile().events()).isEmpty();
            assertThat(failed(3, 30).desired(1).reconcile().events())
                    .doesNotContain("(service web) is unable to consistently start tasks successfully.");
        }

        @Test
        void nobodyWaitsForItIfNothingIsMissing() {
            assertThat(backedOff(30).desired(1).reconcile().lookAgainAt()).isNull();
        }
    }

    @Nested
    class Completion {
        @Test
        void aDeploymentIsCompletedWhenAllAreHealthyAndNothingOlderIsLeft() {
            FakeService service =
                    steady(2, 100, 200).tasks(OLD, STOPPING, 1).deploy(NEW).tasks(NEW, HEALTHY, 2);
            assertThat(service.reconcile().isEmpty()).isTrue();

            service.tasks.remove(0);
            ServicePlan plan = service.reconcile();
            assertThat(plan.changed().deployments()).hasSize(1);
            Deployment completed = plan.changed().deployments().get(0);
            assertThat(completed.id()).isEqualTo(NEW);
            assertThat(completed.rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
            assertThat(completed.rolloutStateReason()).isEqualTo("ECS deployment ecs-svc/2 completed.");
            assertThat(completed.updatedAt()).isEqualTo(NOW);
            assertThat(plan.events())
                    .containsExactly("(service web) (deployment ecs-svc/2) deployment completed.", STEADY);
        }

        @Test
        void itIsNotCompletedWhileATaskIsNotHealthyYet() {
            FakeService service = FakeService.of(2, 100, 200)
                    .deploy(OLD)
                    .tasks(OLD, HEALTHY, 1)
                    .tasks(OLD, STARTED, 1);
            assertThat(service.reconcile().isEmpty()).isTrue();
        }

        @Test
        void aServiceOfNoTasksCompletesAtOnce() {
            ServicePlan plan = FakeService.of(0, 100, 200).deploy(OLD).reconcile();
            assertThat(plan.changed().deployments().get(0).rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
            assertThat(plan.events()).endsWith(STEADY);
        }

        @Test
        void anEmptyOlderDeploymentIsDroppedDuringTheRollout() {
            FakeService service = rollingOut(2, 100, 200).deploy("ecs-svc/3").tasks("ecs-svc/3", PENDING, 2);
            assertThat(service.reconcile().changed().deployments())
                    .extracting(Deployment::id)
                    .containsExactly("ecs-svc/3", OLD);
        }

        @Test
        void aFailedDeploymentStaysFailed() {
            FakeService service = FakeService.of(1, 100, 200)
                    .deploy(OLD)
                    .tasks(OLD, HEALTHY, 1)
                    .rollout(DeploymentRolloutState.FAILED);
            assertThat(service.reconcile().isEmpty()).isTrue();
        }

        @Test
        void steadinessIsToldOnceUntilSomethingElseIs() {
            FakeService service = steady(2, 100, 200).tasks(OLD, HEALTHY, 2);
            assertThat(service.reconcile().events()).containsExactly(STEADY);
            service.lastEvent = STEADY;
            assertThat(service.reconcile().events()).isEmpty();
            service.lastEvent = "(service web) has started 1 tasks: (task t2).";
            assertThat(service.reconcile().events()).containsExactly(STEADY);
        }

        @Test
        void aServiceIsNotSteadyWhileSomethingIsToBeDone() {
            assertThat(steady(2, 100, 200).tasks(OLD, HEALTHY, 3).reconcile().events())
                    .isEmpty();
            assertThat(steady(2, 100, 200)
                            .tasks(OLD, HEALTHY, 2)
                            .tasks(OLD, UNHEALTHY, 1)
                            .reconcile()
                            .events())
                    .isEmpty();
        }

        @Test
        void aServiceIsNotSteadyWhileATaskIsStopping() {
            assertThat(steady(2, 100, 200)
                            .tasks(OLD, HEALTHY, 2)
                            .tasks(OLD, STOPPING, 1)
                            .reconcile()
                            .events())
                    .isEmpty();
        }
    }

    @Nested
    class Stuck {
        @Test
        void seventyFivePercentOfTwoCantStopAndOneHundredCantStart() {
            FakeService service = rollingOut(2, 75, 100);
            ServicePlan plan = service.reconcile();
            assertThat(plan.launches()).isEmpty();
            assertThat(plan.stops()).isEmpty();
            assertThat(plan.events()).containsExactly(STUCK);
            assertThat(service.apply(plan).reconcile().isEmpty()).isTrue();
        }

        @Test
        void oneHundredAndTwentyFivePercentOfThreeCantStart() {
            assertThat(rollingOut(3, 100, 125).reconcile().events()).containsExactly(STUCK);
        }

        @Test
        void drainingIsStuckTheSameWay() {
            FakeService service = steady(1, 100, 100);
            service.task(OLD, HEALTHY, "b/1");
            assertThat(service.drain("b/1").reconcile().events()).containsExactly(STUCK);
        }

        @Test
        void nothingIsSaidWhileSomethingIsUnderWay() {
            FakeService service =
                    steady(2, 100, 100).tasks(OLD, HEALTHY, 1).deploy(NEW).tasks(NEW, STARTED, 1);
            assertThat(service.reconcile().isEmpty()).isTrue();
        }

        @Test
        void nothingIsSaidWhileItIsNotTheSettingsThatHoldIt() {
            assertThat(rollingOut(2, 75, 100)
                            .rollout(DeploymentRolloutState.FAILED)
                            .reconcile()
                            .events())
                    .isEmpty();
            assertThat(rollingOut(4, 50, 100).reconcile(0).events()).isEmpty();
            FakeService pending = rollingOut(2, 75, 100).tasks(OLD, PENDING, 1);
            assertThat(pending.reconcile(0).events()).isEmpty();
            assertThat(pending.reconcile(1).events()).containsExactly(STUCK);
        }

        @Test
        void nothingIsSaidWhereThereIsNothingToReplace() {
            FakeService service = steady(1, 100, 100).tasks(OLD, HEALTHY, 1);
            assertThat(service.reconcile().events()).containsExactly(STEADY);
        }

        @Test
        void anUnhealthyTaskIsStillReplaced() {
            assertPlan(steady(1, 100, 100).tasks(OLD, UNHEALTHY, 1), 1, Map.of(OLD + " UNHEALTHY", 1));
        }
    }

    @Nested
    class Deleted {
        @Test
        void everythingStops() {
            FakeService service = rollingOut(3, 100, 200)
                    .tasks(NEW, PENDING, 1)
                    .tasks(NEW, UNHEALTHY, 1)
                    .status(ServiceStatus.DRAINING);
            ServicePlan plan = service.reconcile();
            assertThat(stopped(service, plan))
                    .isEqualTo(Map.of(OLD + " HEALTHY", 3, NEW + " PENDING", 1, NEW + " UNHEALTHY", 1));
            assertThat(plan.changed()).isNull();
            assertThat(service.apply(plan).reconcile().isEmpty()).isTrue();
        }

        @Test
        void itIsInactiveOnceAllAreStopped() {
            FakeService service = rollingOut(1, 100, 200).status(ServiceStatus.DRAINING);
            service.apply(service.reconcile()).tasks.clear();
            ServicePlan plan = service.reconcile();
            assertThat(plan.changed().status()).isEqualTo(ServiceStatus.INACTIVE);
            assertThat(plan.changed().deployments()).isEmpty();
            assertThat(service.apply(plan).reconcile().isEmpty()).isTrue();
        }
    }

    @Nested
    class Budget {
        @Test
        void boundsWhatIsPlannedAndSaysThatThereIsMore() {
            FakeService service = rollingOut(4, 50, 100);
            ServicePlan plan = service.reconcile(3);
            assertThat(plan.stops()).hasSize(2);
            assertThat(launched(plan)).isEqualTo(1);
            assertThat(plan.budgetExhausted()).isTrue();
            assertThat(launched(service.apply(plan).reconcile(3))).isEqualTo(1);
        }

        @Test
        void whatFitsExactlyIsNotExhausted() {
            assertThat(rollingOut(4, 50, 100).reconcile(4).budgetExhausted()).isFalse();
        }

        @Test
        void noTaskIsStoppedForAReplacementThatCantBeLaunched() {
            ServicePlan plan = steady(1, 100, 100).tasks(OLD, UNHEALTHY, 1).reconcile(1);
            assertThat(plan.stops()).isEmpty();
            assertThat(plan.budgetExhausted()).isTrue();
        }

        @Test
        void nothingMeansNothing() {
            ServicePlan plan =
                    rollingOut(4, 0, 200).status(ServiceStatus.DRAINING).reconcile(0);
            assertThat(plan.stops()).isEmpty();
            assertThat(plan.budgetExhausted()).isTrue();
        }
    }
}
