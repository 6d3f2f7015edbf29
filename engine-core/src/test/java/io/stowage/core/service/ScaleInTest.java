package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ScaleInOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScaleInTest {

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";
    private static final String TOO_MANY =
            "(service web) was unable to reach steady state because task set was unable to scale in. Reason: The number"
                    + " of protected tasks are more than the desired count of tasks";

    private static final PlacementStrategy ZONES =
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone");
    private static final PlacementStrategy INSTANCES =
            new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId");
    private static final PlacementStrategy CPU = new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu");
    private static final PlacementStrategy MEMORY = new PlacementStrategy(PlacementStrategyType.BINPACK, "memory");
    private static final PlacementStrategy RANDOM = new PlacementStrategy(PlacementStrategyType.RANDOM, null);

    private static FakeService service(int desired, PlacementStrategy... strategies) {
        return FakeService.of(desired, 100, 200)
                .deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .strategy(strategies);
    }

    private static FakeService on(FakeService service, String... instances) {
        for (String instance : instances) {
            service.task(OLD, Life.HEALTHY, instance);
        }
        return service;
    }

    private static List<String> stopped(ServicePlan plan) {
        return plan.stops().stream().map(Stop::taskId).toList();
    }

    private static List<String> instancesOfStopped(FakeService service) {
        return service.reconcile().stops().stream()
                .map(stop -> service.byId(stop.taskId()).task.containerInstanceArn())
                .toList();
    }

    /** What is stopped for each of many seeds, and how often. */
    private static Map<String, Integer> drawn(FakeService service, int seeds) {
        Map<String, Integer> drawn = new TreeMap<>();
        for (int seed = 0; seed < seeds; seed++) {
            service.seed = seed;
            stopped(service.reconcile()).forEach(task -> drawn.merge(task, 1, Integer::sum));
        }
        return drawn;
    }

    @Nested
    class WithoutStrategy {
        @Test
        void theZoneWithTheMostTasksThenTheInstanceWithTheMostThenTheNewest() {
            FakeService service = on(service(5), "a/1", "a/2", "a/2", "b/1", "b/2", "a/1", "a/2");
            assertThat(stopped(service.reconcile())).containsExactly("t7", "t6");
        }

        @Test
        void whatIsLeftStaysBalanced() {
            FakeService service = on(service(3), "a/1", "a/1", "a/1", "a/1", "b/1", "b/1", "c/1");
            service.apply(service.reconcile());
            assertThat(service.tasksByInstance()).isEqualTo(Map.of("a/1", 1, "b/1", 1, "c/1", 1));
        }
    }

    /** Two on {@code sure}, and of what is more one in three. */
    @Nested
    class SharedOut {

        private static FakeService of(int desired, int sure, int spot, PlacementStrategy... strategies) {
            FakeService service = service(desired, strategies)
                    .shared(
                            new CapacityProviderStrategyItem("sure", 1, 2),
                            new CapacityProviderStrategyItem("spot", 2, 0));
            return with(with(service, "sure", sure, "a/1"), "spot", spot, "a/2");
        }

        private static FakeService with(FakeService service, String provider, int count, String instance) {
            for (int i = 0; i < count; i++) {
                service.task(OLD, Life.HEALTHY, instance, provider);
            }
            return service;
        }

        private static Map<String, Integer> left(FakeService service) {
            service.apply(service.reconcile());
            Map<String, Integer> left = new TreeMap<>();
            service.live().forEach(task -> left.merge(task.task.capacityProviderName(), 1, Integer::sum));
            return left;
        }

        @Test
        void baseAndWeightHoldForWhatIsLeftWhicheverInstanceHasTheMost() {
            assertThat(left(of(8, 5, 6))).isEqualTo(Map.of("sure", 4, "spot", 4));
            assertThat(left(of(5, 5, 6))).isEqualTo(Map.of("sure", 3, "spot", 2));
            assertThat(left(of(2, 5, 6))).isEqualTo(Map.of("sure", 2));
            assertThat(left(of(4, 0, 8))).isEqualTo(Map.of("spot", 4));
            assertThat(left(of(4, 1, 8))).isEqualTo(Map.of("sure", 1, "spot", 3));
        }

        @Test
        void theyGoBeforePackingAndBeforeChance() {
            assertThat(left(of(8, 5, 6, CPU))).isEqualTo(Map.of("sure", 4, "spot", 4));
            assertThat(left(of(8, 5, 6, RANDOM))).isEqualTo(Map.of("sure", 4, "spot", 4));
            assertThat(left(of(8, 5, 6, INSTANCES))).isEqualTo(Map.of("sure", 4, "spot", 4));
        }

        @Test
        void availabilityZonesGoBeforeThem() {
            FakeService service = of(4, 3, 1);
            with(service, "sure", 1, "b/1");
            assertThat(left(service)).isEqualTo(Map.of("sure", 3, "spot", 1));
            FakeService uneven = of(4, 4, 0);
            with(uneven, "spot", 1, "b/1");
            assertThat(left(uneven)).isEqualTo(Map.of("sure", 3, "spot", 1));
            FakeService full = of(3, 2, 0);
            with(full, "spot", 2, "b/1");
            assertThat(left(full)).isEqualTo(Map.of("sure", 2, "spot", 1));
        }

        @Test
        void whatWaitsForCapacityGoesByThemToo() {
            FakeService service = of(5, 2, 1);
            for (int i = 0; i < 3; i++) {
                waiting(service, "spot");
                waiting(service, "sure");
            }
            assertThat(left(service)).isEqualTo(Map.of("sure", 3, "spot", 2));
        }

        private void waiting(FakeService service, String provider) {
            FakeTask task = service.task(OLD, Life.PENDING, "a/1", provider);
            service.tasks.remove(task);
            FakeTask provisioning = new FakeTask(
                    task.task.toBuilder().lastStatus(TaskStatus.PROVISIONING).build(), OLD, Life.PENDING);
            service.tasks.add(provisioning);
        }

        @Test
        void anOrderOfTheHostApplicationGoesBeforeThem() {
            FakeService service = of(8, 5, 6);
            ScaleInOrder sureFirst = any ->
                    Optional.of(Comparator.comparing((Task task) -> !"sure".equals(task.capacityProviderName())));
            service.apply(service.reconcile(new ReconcileSettings(1, sureFirst), 100));
            assertThat(service.live())
                    .filteredOn(task -> "sure".equals(task.task.capacityProviderName()))
                    .hasSize(2);
        }
    }

    @Nested
    class Spread {
        @Test
        void theFieldIsKeptInBalanceAndInsideTheValueChanceDecides() {
            FakeService service = on(service(4, ZONES), "a/1", "a/1", "a/2", "b/1", "b/2");
            Map<String, Integer> drawn = drawn(service, 300);
            assertThat(drawn).containsOnlyKeys("t1", "t2", "t3");
            assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(60, 140));
        }

        @Test
        void theSameDrawIsTheSameChoice() {
            FakeService service = on(service(3, ZONES), "a/1", "a/1", "a/2", "b/1", "b/2");
            assertThat(service.reconcile()).isEqualTo(service.reconcile());
        }

        @Test
        void overInstances() {
            FakeService service = on(service(3, INSTANCES), "a/1", "b/1", "b/1", "b/1", "c/1");
            assertThat(instancesOfStopped(service)).containsExactly("b/1", "b/1");
        }

        @Test
        void overAnyAttribute() {
            FakeService service = on(
                    service(2, new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:rack")),
                    "a/1",
                    "b/1",
                    "c/1");
            service.hosts.put("a/1", FakeHost.named("a/1").with("rack", "r1"));
            service.hosts.put("b/1", FakeHost.named("b/1").with("rack", "r2"));
            service.hosts.put("c/1", FakeHost.named("c/1").with("rack", "r2"));
            assertThat(drawn(service, 50)).containsOnlyKeys("t2", "t3");
        }

        @Test
        void tasksOnInstancesWithoutTheAttributeGoFirst() {
            FakeService service = on(service(3, ZONES), "a/1", "a/1", "a/1", "b/1");
            service.hosts.put("b/1", FakeHost.named("b/1").with("ecs.availability-zone", null));
            assertThat(stopped(service.reconcile())).containsExactly("t4");
        }

        @Test
        void theNextStrategyBreaksTiesBeforeChanceDoes() {
            FakeService service = on(service(4, ZONES, INSTANCES), "a/1", "a/2", "a/2", "b/1", "b/1");
            assertThat(drawn(service, 50)).containsOnlyKeys("t2", "t3");
        }
    }

    @Nested
    class Binpack {
        @Test
        void theInstanceThatWillHaveTheMostLeftLosesATask() {
            FakeService service = on(service(1, MEMORY), "a/1", "b/1");
            service.hosts.put("a/1", FakeHost.named("a/1").remaining(9_000, 100));
            service.hosts.put("b/1", FakeHost.named("b/1").remaining(0, 200));
            assertThat(instancesOfStopped(service)).containsExactly("b/1");
        }

        @Test
        void whatTheTaskItselfLeavesCounts() {
            FakeService service = service(1, CPU);
            service.hosts.put("a/1", FakeHost.named("a/1").remaining(300, 0));
            service.hosts.put("b/1", FakeHost.named("b/1").remaining(200, 0));
            service.task(OLD, Life.HEALTHY, "a/1").demand = new Demand(100, 0, 0, List.of());
            service.task(OLD, Life.HEALTHY, "b/1").demand = new Demand(256, 0, 0, List.of());
            assertThat(instancesOfStopped(service)).containsExactly("b/1");
        }

        @Test
        void theEmptiestInstanceIsDrained() {
            FakeService service = on(service(2, CPU), "a/1", "a/1", "b/1", "b/1");
            service.hosts.put("a/1", FakeHost.named("a/1").remaining(512, 0));
            service.hosts.put("b/1", FakeHost.named("b/1").remaining(1024, 0));
            assertThat(stopped(service.reconcile())).containsExactly("t4", "t3");
        }
    }

    @Test
    void randomTakesAnyTask() {
        FakeService service = on(service(3, RANDOM), "a/1", "a/1", "a/1", "b/1");
        Map<String, Integer> drawn = drawn(service, 400);
        assertThat(drawn).containsOnlyKeys("t1", "t2", "t3", "t4");
        assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(65, 135));
    }

    @Nested
    class Protection {
        private FakeService with(FakeService service, String... ids) {
            for (String id : ids) {
                service.byId(id).isProtected = true;
            }
            return service;
        }

        @Test
        void protectedTasksAreSkipped() {
            FakeService service = with(on(service(2), "a/1", "a/1", "a/1", "b/1"), "t2", "t3");
            assertThat(stopped(service.reconcile())).containsExactly("t1", "t4");
        }

        @Test
        void moreProtectedTasksThanDesiredStayAndTheServiceSaysSoOnce() {
            FakeService service = with(on(service(1), "a/1", "a/1", "b/1"), "t1", "t2");
            service.apply(service.reconcile());
            ServicePlan plan = service.reconcile();
            assertThat(service.live()).extracting(FakeService::id).containsExactly("t1", "t2");
            assertThat(service.lastEvent).isEqualTo(TOO_MANY);
            assertThat(plan.isEmpty()).isTrue();
        }

        @Test
        void healthyTasksStayUntilProtectedOnesServe() {
            FakeService service = on(service(1), "a/1", "b/1");
            FakeTask pending = service.task(OLD, Life.PENDING, "c/1");
            pending.isProtected = true;
            assertThat(stopped(service.reconcile())).containsExactly("t1");
            service.apply(service.reconcile());
            assertThat(service.reconcile().isEmpty()).isTrue();
            pending.life = Life.HEALTHY;
            assertThat(stopped(service.reconcile())).containsExactly("t2");
        }

        @Test
        void aServiceThatIsKeptFromScalingInIsNotSteady() {
            FakeService service = on(service(1), "a/1");
            FakeTask started = service.task(OLD, Life.STARTED, "b/1");
            service.byId("t1").isProtected = true;
            started.isProtected = true;
            service.apply(service.reconcile());
            assertThat(service.lastEvent).isEqualTo(TOO_MANY);
            assertThat(service.reconcile().isEmpty()).isTrue();
        }

        @Test
        void aDeploymentLeavesThemAndIsNotCompleteBeforeTheyAreGone() {
            FakeService service = with(on(service(2), "a/1", "b/1"), "t2").deploy(NEW);
            service.tasks(NEW, Life.HEALTHY, 2);
            service.apply(service.reconcile());
            assertThat(service.in(OLD, TaskBucket.HEALTHY))
                    .extracting(FakeService::id)
                    .containsExactly("t2");
            service.tasks.removeIf(task -> task.life == Life.STOPPING);
            assertThat(service.reconcile().isEmpty()).isTrue();
            assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);

            service.byId("t2").isProtected = false;
            assertThat(stopped(service.reconcile())).containsExactly("t2");
        }

        @Test
        void whatIsUnhealthyOrOnADrainingInstanceIsReplacedAllTheSame() {
            FakeService service = with(on(service(2), "a/1", "b/1", "c/1", "c/1"), "t1", "t2");
            service.byId("t1").life = Life.UNHEALTHY;
            service.drain("b/1");
            assertThat(stopped(service.reconcile())).containsExactly("t1", "t2");
        }

        @Test
        void aServiceThatIsDeletedStopsThemAsTheLastOnes() {
            FakeService service =
                    with(on(service(0), "a/1", "a/1", "b/1"), "t1").status(ServiceStatus.DRAINING);
            assertThat(stopped(service.reconcile(2))).containsExactly("t2", "t3");
            assertThat(stopped(service.reconcile())).containsExactlyInAnyOrder("t1", "t2", "t3");
        }
    }

    @Nested
    class OrderOfTheHost {
        private static final Comparator<Task> OLDEST_FIRST = Comparator.comparing(Task::createdAt);

        private ServicePlan plan(FakeService service, ScaleInOrder order) {
            return service.reconcile(new ReconcileSettings(1, order), 1_000);
        }

        @Test
        void theLeastGoesFirst() {
            FakeService service = on(service(2, ZONES), "a/1", "b/1", "b/1", "b/1");
            ScaleInOrder order = ScaleInOrder.byServiceName(Map.of("web", OLDEST_FIRST));
            assertThat(stopped(plan(service, order))).containsExactly("t1", "t2");
        }

        @Test
        void itIsTheOrderOfOneService() {
            FakeService service = on(service(3), "a/1", "b/1", "b/1", "b/1");
            ScaleInOrder order = ScaleInOrder.byServiceName(Map.of("other", OLDEST_FIRST));
            assertThat(plan(service, order)).isEqualTo(service.reconcile());
        }

        @Test
        void amongEqualsTheStrategiesDecide() {
            FakeService service = on(service(2), "a/1", "b/1", "b/1", "b/1");
            Comparator<Task> firstOfAll =
                    Comparator.comparing(task -> !task.taskArn().endsWith("t1"));
            assertThat(stopped(plan(service, any -> Optional.of(firstOfAll)))).containsExactly("t1", "t4");
        }

        @Test
        void whatServesLeastStillGoesBeforeAndProtectedTasksNever() {
            FakeService service = on(service(1), "a/1", "a/1");
            service.task(OLD, Life.PENDING, "b/1");
            service.byId("t1").isProtected = true;
            assertThat(stopped(plan(service, ScaleInOrder.byServiceName(Map.of("web", OLDEST_FIRST)))))
                    .containsExactly("t3", "t2");
        }

        @Test
        void oneThatThrowsIsNotFollowedAndAnEventSaysSo() {
            FakeService service = on(service(3), "a/1", "b/1", "b/1", "b/1");
            ServicePlan plan = plan(service, any -> {
                throw new IllegalStateException("no idea");
            });
            assertThat(plan.stops()).isEqualTo(service.reconcile().stops());
            assertThat(plan.events())
                    .containsExactly(
                            "(service web) was scaled in by its placement strategies, because the order that the"
                                    + " host application gives for it failed: java.lang.IllegalStateException: no idea");
        }

        private static String fail(Task task) {
            throw new AssertionError("broken at " + task.taskArn());
        }

        @Test
        void aComparatorThatThrowsIsNoOrderEither() {
            FakeService service = on(service(3), "a/1", "b/1", "b/1", "b/1");
            Comparator<Task> broken = Comparator.comparing(OrderOfTheHost::fail);
            ServicePlan plan = plan(service, ScaleInOrder.byServiceName(Map.of("web", broken)));
            assertThat(plan.stops()).isEqualTo(service.reconcile().stops());
            assertThat(plan.events()).hasSize(1);
        }

        @Test
        void itIsNotAskedWhereNobodyHasToChoose() {
            FakeService service = on(service(2), "a/1", "b/1");
            ServicePlan plan = plan(service, any -> {
                throw new IllegalStateException("asked");
            });
            assertThat(plan.events()).noneMatch(event -> event.contains("failed"));
        }
    }

    @Test
    void whoIsStoppedInStepsIsWhoIsStoppedAtOnce() {
        FakeService service = on(service(2), "a/1", "a/1", "a/2", "b/1", "b/1", "c/1");
        List<String> atOnce = stopped(service.reconcile());
        FakeTask first = service.byId(atOnce.get(0));
        service.desired(5);
        assertThat(stopped(service.reconcile())).containsExactly(FakeService.id(first));
    }

    @Test
    void theNewestIsTheOneThatWasCreatedLastWhicheverBecameHealthyLast() {
        FakeService service = FakeService.of(1, 100, 200).deploy("ecs-svc/1");
        service.rollout(io.stowage.model.DeploymentRolloutState.COMPLETED);
        service.born = FakeService.NOW.plusSeconds(100);
        service.task("ecs-svc/1", FakeService.Life.HEALTHY, "a/1");
        service.born = FakeService.NOW;
        service.task("ecs-svc/1", FakeService.Life.HEALTHY, "a/1");
        assertThat(service.reconcile().stops())
                .extracting(ServicePlan.Stop::taskId)
                .containsExactly("t1");
    }
}
