package io.stowage.core.service;

import static io.stowage.model.ServiceRevisionCleanup.BLOCKING;
import static io.stowage.model.ServiceRevisionCleanup.DEFERRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.DeploymentRolloutState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every plan of a DAEMON service; who is launched and stopped is worked out a second time, one instance after the other. */
class DaemonReconcilePropertyTest {

    private static final int UNBOUNDED = 1_000;
    private static final List<Life> LIVES = List.of(Life.values());
    private static final List<DeploymentRolloutState> ROLLOUTS = List.of(DeploymentRolloutState.values());
    private static final int[] MINIMUM_HEALTHY = {0, 34, 50, 75, 99};

    @Property(tries = 5_000)
    void everyPlanIsWhatEachInstanceNeeds(@ForAll long seed) {
        Random draw = new Random(seed);
        check(anyService(draw), draw.nextInt(3) == 0 ? draw.nextInt(4) : UNBOUNDED);
    }

    @Property(tries = 5_000)
    void aPlanOnceAppliedLeavesNothingToPlan(@ForAll long seed) {
        FakeService service = anyService(new Random(seed));
        ServicePlan plan = service.reconcile();
        assertThat(service.reconcile()).as("the same view, twice").isEqualTo(plan);
        for (int again = 0; again < 3 && FakeService.NOW.equals(plan.lookAgainAt()); again++) {
            plan = service.apply(plan).reconcile();
        }
        ServicePlan next = service.apply(plan).reconcile();
        assertThat(next.isEmpty()).as(() -> next + " in " + service).isTrue();
    }

    @Property(tries = 500)
    void leftAloneItEndsWithOneHealthyTaskOnEachInstance(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeService service = anyService(draw);
        for (int step = 0; step < 20; step++) {
            service.apply(check(service, 1 + draw.nextInt(5)));
            disturb(service, draw);
        }
        heal(service);
        for (int step = 0; step < 300; step++) {
            service.apply(check(service, 2 + draw.nextInt(5)));
            List.copyOf(service.tasks).forEach(task -> getOn(service, task));
        }
        String healed = service.toString();
        assertThat(service.reconcile().isEmpty()).as(healed).isTrue();
        assertThat(service.primary().rolloutState()).as(healed).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(service.service.desiredCount()).isEqualTo(service.daemon.members.size());
        assertThat(service.tasks)
                .as(healed)
                .allMatch(task -> task.life == Life.HEALTHY
                        && task.deployment.equals(service.primary().id()))
                .extracting(task -> task.task.containerInstanceArn())
                .containsExactlyInAnyOrderElementsOf(service.daemon.members);
    }

    private static ServicePlan check(FakeService service, int budget) {
        ServicePlan plan = service.reconcile(budget);
        Supplier<String> why = () -> "%s%nin %s".formatted(plan, service);
        Set<String> stopped =
                new TreeSet<>(plan.stops().stream().map(Stop::taskId).toList());
        List<String> launched = new ArrayList<>();
        plan.launches().stream().map(Launch::instanceIds).forEach(launched::addAll);
        assertThat(stopped.size() + launched.size()).as(why).isLessThanOrEqualTo(budget);
        assertThat(launched).as(why).doesNotHaveDuplicates();
        boolean another = plan.changed() != null && launched.isEmpty() && stopped.isEmpty();
        for (String instance : service.daemon.members) {
            boolean expected = isLaunchedOn(instance, service);
            boolean is = launched.contains(instance);
            assertThat(!is || expected)
                    .as(() -> "launched on " + instance + ": " + why.get())
                    .isTrue();
            assertThat(is || !expected || budget < UNBOUNDED || another)
                    .as(() -> "not launched on " + instance + ": " + why.get())
                    .isTrue();
        }
        assertThat(service.daemon.members).as(why).containsAll(launched);
        checkStops(service, stopped, budget < UNBOUNDED || another, why);
        return plan;
    }

    private static boolean isLaunchedOn(String instance, FakeService service) {
        boolean empty = service.tasks.stream()
                .noneMatch(task -> task.task.containerInstanceArn().equals(instance));
        boolean waits = isBackedOff(service) && service.primary().id().equals(service.daemon.stopped.get(instance));
        boolean failed = service.primary().rolloutState() == DeploymentRolloutState.FAILED;
        return empty && !failed && !waits && !service.daemon.withoutRoom.contains(instance);
    }

    private static void checkStops(FakeService service, Set<String> stopped, boolean partly, Supplier<String> why) {
        int healthy = 0;
        int healthyStopped = 0;
        int sickStopped = 0;
        boolean replaces = service.primary().rolloutState() != DeploymentRolloutState.FAILED && !isBackedOff(service);
        for (FakeTask task : service.live()) {
            boolean isStopped = stopped.contains(FakeService.id(task));
            boolean older = !task.deployment.equals(service.primary().id());
            switch (service.bucketOf(task)) {
                case MISPLACED -> assertThat(isStopped || partly).as(why).isTrue();
                case DRAINING_PENDING, DRAINING_STARTED, DRAINING_HEALTHY ->
                    assertThat(isStopped).as(() -> "not last: " + why.get()).isFalse();
                case HEALTHY -> {
                    healthy++;
                    healthyStopped += isStopped ? 1 : 0;
                    assertThat(!isStopped || (older && replaces && !task.isProtected))
                            .as(why)
                            .isTrue();
                }
                case STARTED ->
                    assertThat(!isStopped || (older && replaces && !task.isProtected))
                            .as(why)
                            .isTrue();
                case PENDING -> {
                    boolean expected = older && replaces && !task.isProtected;
                    assertThat(isStopped == expected || (partly && !isStopped))
                            .as(why)
                            .isTrue();
                }
                case UNHEALTHY -> {
                    assertThat(!isStopped || replaces).as(why).isTrue();
                    assertThat(isStopped || !older || !replaces || partly)
                            .as(why)
                            .isTrue();
                    sickStopped += isStopped && !older ? 1 : 0;
                }
                case LOST -> throw new AssertionError("none is lost here");
            }
        }
        assertThat(sickStopped).as(() -> "one at a time: " + why.get()).isLessThanOrEqualTo(1);
        int lower = (service.service.desiredCount()
                                * service.service.deploymentConfiguration().minimumHealthyPercent()
                        + 99)
                / 100;
        if (healthyStopped > 0) {
            assertThat(healthy - healthyStopped).as(() -> "floor: " + why.get()).isGreaterThanOrEqualTo(lower);
        }
    }

    private static boolean isBackedOff(FakeService service) {
        return service.primary().nextAttemptAt() != null
                && service.primary().nextAttemptAt().isAfter(FakeService.NOW);
    }

    private static FakeService anyService(Random draw) {
        FakeService service = FakeService.daemon(
                MINIMUM_HEALTHY[draw.nextInt(MINIMUM_HEALTHY.length)], "a/1", "a/2", "b/1", "b/2", "c/1");
        int deployments = 1 + draw.nextInt(3);
        for (int i = 1; i <= deployments; i++) {
            service.deploy("ecs-svc/" + i);
            if (draw.nextInt(3) == 0) {
                service.rollout(ROLLOUTS.get(draw.nextInt(ROLLOUTS.size())));
            }
        }
        for (String instance : service.instances) {
            if (draw.nextInt(4) > 0) {
                FakeTask task = service.task(
                        "ecs-svc/" + (1 + draw.nextInt(deployments)), LIVES.get(draw.nextInt(LIVES.size())), instance);
                task.isProtected = draw.nextInt(6) == 0;
            }
            changeInstance(service, instance, draw);
        }
        if (draw.nextInt(4) == 0) {
            service.primary(service.primary().toBuilder()
                    .nextAttemptAt(FakeService.NOW.plusSeconds(draw.nextInt(3) - 1))
                    .build());
        }
        if (draw.nextInt(4) == 0) {
            service.breaker(draw.nextBoolean(), 1 + draw.nextInt(3)).failedTasks(draw.nextInt(4));
        }
        if (draw.nextInt(4) == 0) {
            service.early(draw.nextInt(101), draw.nextBoolean() ? BLOCKING : DEFERRED);
        }
        return service;
    }

    private static void changeInstance(FakeService service, String instance, Random draw) {
        FakeDaemon daemon = service.daemon;
        switch (draw.nextInt(12)) {
            case 0 -> daemon.members.remove(instance);
            case 1 -> {
                daemon.members.remove(instance);
                service.draining.add(instance);
            }
            case 2 -> daemon.emptied.add(instance);
            case 3 -> daemon.withoutRoom.add(instance);
            case 4 -> daemon.stopped.put(instance, service.primary().id());
            case 5, 6 -> {
                service.draining.remove(instance);
                daemon.members.add(instance);
                daemon.withoutRoom.remove(instance);
            }
            default -> {
                // It stays as it is.
            }
        }
    }

    private static void disturb(FakeService service, Random draw) {
        for (FakeTask task : List.copyOf(service.tasks)) {
            switch (draw.nextInt(7)) {
                case 0, 1, 2 -> getOn(service, task);
                case 3 -> task.life = task.life == Life.HEALTHY ? Life.UNHEALTHY : task.life;
                case 4 -> task.life = task.life == Life.UNHEALTHY ? Life.HEALTHY : task.life;
                case 5 -> service.tasks.remove(task);
                default -> task.isProtected = false;
            }
        }
        service.instances.forEach(instance -> changeInstance(service, instance, draw));
        if (draw.nextInt(8) == 0) {
            service.deploy("ecs-svc/d" + draw.nextInt(1_000_000));
        }
    }

    private static void heal(FakeService service) {
        service.daemon.withoutRoom.clear();
        service.daemon.emptied.addAll(service.instances);
        service.tasks.forEach(task -> task.isProtected = false);
        service.service = service.service.toBuilder()
                .deploymentConfiguration(service.service.deploymentConfiguration().toBuilder()
                        .minimumHealthyPercent(0)
                        .build())
                .build();
        service.primary(service.primary().toBuilder()
                .nextAttemptAt(null)
                .failedTasks(0)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .build());
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
}
