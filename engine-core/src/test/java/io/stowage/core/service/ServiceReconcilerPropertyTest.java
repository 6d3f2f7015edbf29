package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.deployment.CircuitBreaker;
import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.ServiceRevisionCleanup;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every plan, whatever state the service is in; and where a service ends up once nothing disturbs it any more. */
class ServiceReconcilerPropertyTest {

    private static final int UNBOUNDED = 1_000;
    private static final Set<TaskBucket> WANTED =
            EnumSet.of(TaskBucket.PENDING, TaskBucket.STARTED, TaskBucket.HEALTHY);
    private static final List<DeploymentRolloutState> ROLLOUTS = List.of(DeploymentRolloutState.values());
    private static final List<List<PlacementStrategy>> STRATEGIES = List.of(
            List.of(),
            List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone")),
            List.of(new PlacementStrategy(PlacementStrategyType.BINPACK, "memory")),
            List.of(new PlacementStrategy(PlacementStrategyType.RANDOM, null)));
    private static final int[] MINIMUM_HEALTHY = {0, 34, 50, 75, 90, 100};
    private static final int[] MAXIMUM = {100, 110, 125, 150, 200};

    @Property(tries = 5_000)
    void everyPlanKeepsTheLimits(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeService service = anyService(draw);
        checkPlan(service, draw.nextInt(3) == 0 ? draw.nextInt(6) : UNBOUNDED);
    }

    @Property(tries = 5_000)
    void aPlanOnceAppliedLeavesNothingToPlan(@ForAll long seed) {
        FakeService service = anyService(new Random(seed));
        ServicePlan plan = service.reconcile();
        assertThat(service.reconcile()).as("the same view, twice").isEqualTo(plan);
        ServicePlan next = service.apply(plan).reconcile();
        if (FakeService.NOW.equals(plan.lookAgainAt())) {
            assertThat(service.primary().rolloutState())
                    .as("what asks for another look at once is that the rollout is over")
                    .isNotEqualTo(DeploymentRolloutState.COMPLETED);
            next = service.apply(next).reconcile();
        }
        ServicePlan last = next;
        assertThat(last.isEmpty())
                .as(() -> "%s%nafter %s%nin %s".formatted(last, plan, service))
                .isTrue();
    }

    @Property(tries = 400)
    void aServiceLeftAloneEndsSteady(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeService service = anyService(draw);
        for (int step = 0; step < 20; step++) {
            service.apply(checkPlan(service, 2 + draw.nextInt(5)));
            disturb(service, draw);
        }
        heal(service, draw);
        String healed = service.toString();
        int calm = service.tasks.isEmpty() ? 0 : newest(service);
        for (int step = 0; step < 200 && !atRest(service); step++) {
            ServicePlan plan = checkPlan(service, 2 + draw.nextInt(5));
            plan.stops()
                    .forEach(stop -> assertThat(number(service.byId(stop.taskId())))
                            .as("a task launched in calm is stopped: %s", stop)
                            .isLessThanOrEqualTo(calm));
            service.apply(plan);
            letLive(service);
        }
        assertThat(service.reconcile().isEmpty())
                .as("still planning after %s", healed)
                .isTrue();
        assertThat(service.lastEvent).as(healed).isEqualTo(ServiceEvents.steadyState(service.service));
        assertThat(service.service.deployments()).hasSize(1);
        assertThat(service.primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(service.tasks).as(healed).hasSize(service.service.desiredCount());
        assertThat(service.tasks).allSatisfy(task -> {
            assertThat(task.life).isEqualTo(Life.HEALTHY);
            assertThat(task.deployment).isEqualTo(service.primary().id());
            assertThat(service.draining).doesNotContain(task.task.containerInstanceArn());
        });
    }

    private static boolean atRest(FakeService service) {
        return service.tasks.stream().allMatch(task -> task.life == Life.HEALTHY)
                && service.reconcile().isEmpty();
    }

    /** Plans, and checks the plan against the view it was made of. */
    private static ServicePlan checkPlan(FakeService service, int budget) {
        ServicePlan plan = service.reconcile(budget);
        List<FakeTask> stopped =
                plan.stops().stream().map(stop -> service.byId(stop.taskId())).toList();
        int launched = plan.launches().stream().mapToInt(Launch::count).sum();
        Supplier<String> why = () -> "%s%nin %s".formatted(plan, service);

        assertThat(launched + stopped.size()).as(() -> "budget, " + why.get()).isLessThanOrEqualTo(budget);
        assertThat(plan.stops().stream().map(Stop::taskId)).as(why).doesNotHaveDuplicates();
        assertThat(stopped).as(why).allMatch(task -> task.life != Life.STOPPING);
        checkProtection(service, stopped, why);
        checkLaunches(service, plan, launched, stopped.size(), why);
        checkFloor(service, stopped, why);
        checkLost(service, stopped, why);
        checkScale(service, stopped, launched, why);
        checkCompletion(service, plan, stopped, why);
        return plan;
    }

    /** COMPLETED is what has enough healthy tasks, as soon as it has, and nothing older beside it unless that is deferred. */
    private static void checkCompletion(
            FakeService service, ServicePlan plan, List<FakeTask> stopped, Supplier<String> why) {
        Deployment primary = service.primary();
        if (primary.rolloutState() != DeploymentRolloutState.IN_PROGRESS
                || CircuitBreaker.fires(service.service, primary)) {
            return;
        }
        DeploymentEarlySuccessCriteria early =
                service.service.deploymentConfiguration().earlySuccessCriteria();
        boolean mayBeEarly = early != null && primary.completedAt() == null;
        long healthy = service.in(primary.id(), TaskBucket.HEALTHY).stream()
                .filter(task -> !stopped.contains(task))
                .count();
        int desired = service.service.desiredCount();
        boolean enough = mayBeEarly
                ? desired == 0 || (healthy > 0 && healthy * 100.0 / desired >= early.healthyPercent())
                : healthy >= desired;
        boolean older = service.tasks.stream().anyMatch(task -> !task.deployment.equals(primary.id()));
        boolean awaited =
                older && !(mayBeEarly && early.sourceServiceRevisionCleanup() == ServiceRevisionCleanup.DEFERRED);
        Deployment after =
                plan.changed() == null ? primary : plan.changed().deployments().get(0);
        assertThat(after.rolloutState() == DeploymentRolloutState.COMPLETED)
                .as(() -> "completion, " + why.get())
                .isEqualTo(enough && !awaited);
    }

    /** Protection yields only to what is no scale-in and no deployment. */
    private static void checkProtection(FakeService service, List<FakeTask> stopped, Supplier<String> why) {
        assertThat(stopped)
                .as(() -> "protection, " + why.get())
                .allMatch(task -> !task.isProtected
                        || task.life == Life.UNHEALTHY
                        || service.bucketOf(task) == TaskBucket.LOST
                        || service.draining.contains(task.task.containerInstanceArn()));
    }

    /** The ceiling; and only the PRIMARY deployment launches, unless it failed or waits. */
    private static void checkLaunches(
            FakeService service, ServicePlan plan, int launched, int stopped, Supplier<String> why) {
        if (launched == 0) {
            assertThat(plan.launches()).isEmpty();
            return;
        }
        int lost = (int) service.live().stream()
                .filter(task -> service.bucketOf(task) == TaskBucket.LOST)
                .count();
        int lostStopped = (int) service.live().stream()
                .filter(task -> service.bucketOf(task) == TaskBucket.LOST)
                .filter(task ->
                        plan.stops().stream().anyMatch(stop -> stop.taskId().equals(FakeService.id(task))))
                .count();
        int live = service.live().size() - lost - (stopped - lostStopped);
        assertThat(live + launched).as(() -> "ceiling, " + why.get()).isLessThanOrEqualTo(upper(service));
        assertThat(plan.launches())
                .extracting(Launch::deploymentId)
                .containsOnly(service.primary().id());
        assertThat(service.primary().rolloutState()).isNotEqualTo(DeploymentRolloutState.FAILED);
        assertThat(service.primary().nextAttemptAt() == null
                        || !service.primary().nextAttemptAt().isAfter(FakeService.NOW))
                .as(() -> "back-off, " + why.get())
                .isTrue();
    }

    /** The floor; a healthy task goes for a replacement only while more than enough healthy ones are left. */
    private static void checkFloor(FakeService service, List<FakeTask> stopped, Supplier<String> why) {
        int healthyStopped = (int) stopped.stream()
                .filter(task -> task.life == Life.HEALTHY && service.bucketOf(task) != TaskBucket.LOST)
                .count();
        if (healthyStopped > 0) {
            assertThat(service.healthy() - healthyStopped)
                    .as(() -> "floor, " + why.get())
                    .isGreaterThanOrEqualTo(lower(service));
        }
    }

    /** Of a deployment's lost tasks none goes before a healthy one is there in its place. */
    private static void checkLost(FakeService service, List<FakeTask> stopped, Supplier<String> why) {
        for (boolean older : new boolean[] {true, false}) {
            List<FakeTask> lost = service.live().stream()
                    .filter(task -> service.bucketOf(task) == TaskBucket.LOST)
                    .filter(task ->
                            older != task.deployment.equals(service.primary().id()))
                    .toList();
            int left =
                    (int) lost.stream().filter(task -> !stopped.contains(task)).count();
            int needed = Math.max(0, service.service.desiredCount() - service.healthy());
            assertThat(left).as(() -> "lost, " + why.get()).isGreaterThanOrEqualTo(Math.min(lost.size(), needed));
        }
    }

    /** Wanted tasks are stopped only where there are too many, and then nothing is launched. */
    private static void checkScale(FakeService service, List<FakeTask> stopped, int launched, Supplier<String> why) {
        int wanted = (int)
                service.live().stream().filter(task -> isWanted(service, task)).count();
        int wantedStopped =
                (int) stopped.stream().filter(task -> isWanted(service, task)).count();
        int desired = service.service.desiredCount();
        assertThat(wantedStopped).as(() -> "scale-in, " + why.get()).isLessThanOrEqualTo(Math.max(0, wanted - desired));
        assertThat(launched).as(() -> "scale-out, " + why.get()).isLessThanOrEqualTo(Math.max(0, desired - wanted));
        assertThat(launched == 0 || wantedStopped == 0)
                .as(() -> "both ways, " + why.get())
                .isTrue();
    }

    private static boolean isWanted(FakeService service, FakeTask task) {
        return task.deployment.equals(service.primary().id()) && WANTED.contains(service.bucketOf(task));
    }

    private static int lower(FakeService service) {
        return RolloutLimits.lower(service.service.desiredCount(), service.service.deploymentConfiguration());
    }

    private static int upper(FakeService service) {
        return RolloutLimits.upper(service.service.desiredCount(), service.service.deploymentConfiguration());
    }

    private static FakeService anyService(Random draw) {
        FakeService service = FakeService.of(
                draw.nextInt(9),
                MINIMUM_HEALTHY[draw.nextInt(MINIMUM_HEALTHY.length)],
                MAXIMUM[draw.nextInt(MAXIMUM.length)]);
        service.instances = List.of("a/1", "a/2", "b/1", "b/2", "c/1");
        int deployments = 1 + draw.nextInt(3);
        for (int i = 1; i <= deployments; i++) {
            service.deploy("ecs-svc/" + i);
            if (draw.nextInt(3) == 0) {
                service.rollout(ROLLOUTS.get(draw.nextInt(ROLLOUTS.size())));
            }
            for (Life life : Life.values()) {
                service.tasks("ecs-svc/" + i, life, draw.nextBoolean() ? 0 : draw.nextInt(4));
            }
        }
        if (draw.nextInt(5) == 0) {
            service.primary(service.primary().toBuilder()
                    .nextAttemptAt(FakeService.NOW.plusSeconds(draw.nextInt(3) - 1))
                    .build());
        }
        if (draw.nextInt(3) == 0) {
            service.breaker(draw.nextBoolean(), 1 + draw.nextInt(3)).failedTasks(draw.nextInt(5));
        }
        service.tasks.forEach(task -> task.isProtected = draw.nextInt(5) == 0);
        service.strategy(STRATEGIES.get(draw.nextInt(STRATEGIES.size())).toArray(PlacementStrategy[]::new));
        service.instances.stream().filter(instance -> draw.nextInt(6) == 0).forEach(service.draining::add);
        service.instances.stream().filter(instance -> draw.nextInt(8) == 0).forEach(service.lost::add);
        service.draining.remove("c/1");
        service.lost.remove("c/1");
        return draw.nextInt(3) == 0 ? early(service, draw) : service;
    }

    private static FakeService early(FakeService service, Random draw) {
        Integer least = service.service.deploymentConfiguration().minimumHealthyPercent();
        return service.early(
                least + draw.nextInt(101 - least),
                draw.nextBoolean() ? ServiceRevisionCleanup.BLOCKING : ServiceRevisionCleanup.DEFERRED);
    }

    private static void disturb(FakeService service, Random draw) {
        for (FakeTask task : List.copyOf(service.tasks)) {
            live(service, task, draw);
        }
        if (draw.nextInt(6) == 0) {
            service.desired(draw.nextInt(9));
        }
        if (draw.nextInt(8) == 0) {
            service.deploy("ecs-svc/d" + draw.nextInt(1_000_000));
        }
        if (draw.nextInt(6) == 0) {
            String away = service.instances.get(draw.nextInt(4));
            if (!service.lost.remove(away)) {
                service.lost.add(away);
            }
        }
        if (draw.nextInt(6) == 0) {
            String instance = service.instances.get(draw.nextInt(service.instances.size()));
            if (!service.draining.remove(instance) && service.draining.size() < 4) {
                service.draining.add(instance);
            }
        }
    }

    private static void live(FakeService service, FakeTask task, Random draw) {
        task.isProtected = draw.nextInt(10) == 0 ? !task.isProtected : task.isProtected;
        switch (draw.nextInt(8)) {
            case 0, 1, 2 -> getOn(service, task);
            case 3 -> task.life = task.life == Life.HEALTHY ? Life.UNHEALTHY : task.life;
            case 4 -> task.life = task.life == Life.UNHEALTHY ? Life.HEALTHY : task.life;
            case 5 -> service.tasks.remove(task);
            default -> {
                // Nothing happens to it this time.
            }
        }
    }

    /** From now on no task fails, the settings leave room to move, and nothing is held back or protected. */
    private static void heal(FakeService service, Random draw) {
        service.lost.clear();
        service.tasks.forEach(task -> task.isProtected = false);
        if (!RolloutLimits.feasible(service.service.desiredCount(), service.service.deploymentConfiguration())) {
            service.desired(draw.nextBoolean() ? 0 : service.service.desiredCount());
            service.service =
                    service.service.toBuilder().deploymentConfiguration(null).build();
        }
        service.primary(service.primary().toBuilder()
                .nextAttemptAt(null)
                .failedTasks(0)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .build());
    }

    private static void letLive(FakeService service) {
        List.copyOf(service.tasks).forEach(task -> getOn(service, task));
    }

    private static void getOn(FakeService service, FakeTask task) {
        switch (task.life) {
            case PENDING -> task.life = Life.STARTED;
            case STARTED -> task.life = Life.HEALTHY;
            case STOPPING -> service.tasks.remove(task);
            case HEALTHY, UNHEALTHY -> {
                // It stays so.
            }
        }
    }

    private static int newest(FakeService service) {
        return service.tasks.stream()
                .mapToInt(ServiceReconcilerPropertyTest::number)
                .max()
                .orElse(0);
    }

    private static int number(FakeTask task) {
        return Integer.parseInt(FakeService.id(task).substring(1));
    }
}
