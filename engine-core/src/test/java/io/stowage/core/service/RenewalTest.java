package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.model.DeploymentRolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that have reached their lifetime make way for others. */
class RenewalTest {

    private static final String ONLY = "ecs-svc/1";
    private static final int HOUR = 3_600;
    /** Tasks of {@link FakeService} are some seconds younger than it. */
    private static final Instant LATER = FakeService.NOW.plusSeconds(2 * HOUR);

    private static FakeService old(int desired, int minimumHealthyPercent, int maximumPercent) {
        FakeService service = FakeService.of(desired, minimumHealthyPercent, maximumPercent)
                .deploy(ONLY)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(ONLY, Life.HEALTHY, desired);
        service.service =
                service.service.toBuilder().maximumTaskLifetimeSeconds(HOUR).build();
        return service;
    }

    private static Renewal renewal(FakeService service) {
        return Renewal.of(service, LATER, 1_000);
    }

    @Test
    void aTaskIsReplacedInTheLastTenthOfItsLifetimeAndAlwaysAtTheSameTime() {
        FakeService service = old(50, 100, 200);
        Duration maximum = Duration.ofHours(1);
        List<Instant> ends = new ArrayList<>();
        for (FakeTask each : service.tasks) {
            Instant end = Lifetime.end(each.task, maximum);
            assertThat(Duration.between(each.task.createdAt(), end))
                    .isBetween(Duration.ofMinutes(54), Duration.ofMinutes(60));
            assertThat(end).isEqualTo(Lifetime.end(each.task, maximum));
            ends.add(end);
        }
        assertThat(ends).doesNotHaveDuplicates();
        ends.sort(Comparator.naturalOrder());
        assertThat(Duration.between(ends.get(0), ends.get(49))).isGreaterThan(Duration.ofMinutes(4));
    }

    /** Started before where there is room for more, stopped before where there may be fewer. */
    @ParameterizedTest
    @CsvSource({
        // desired, minimum, maximum: starts, stops
        "4, 100, 200, 4, 0",
        "4, 100, 150, 2, 0",
        "4, 50, 100, 0, 2",
        "4, 50, 150, 2, 2",
        "1, 100, 200, 1, 0",
        "1, 0, 100, 0, 1",
        "0, 100, 200, 0, 0"
    })
    void asManyAsTheLimitsAllow(int desired, int minimum, int maximum, int starts, int stops) {
        Renewal renewal = renewal(old(desired, minimum, maximum));
        assertThat(renewal.starts()).isEqualTo(starts);
        assertThat(renewal.stopsIfNoRoom()).hasSize(stops);
    }

    /** No instance has two tasks of a DAEMON service: it stops as many first as may be missing. */
    @ParameterizedTest
    @CsvSource({"0, 4", "25, 3", "50, 2", "75, 1", "99, 0"})
    void aDaemonsTasksStopBeforeTheirSuccessorsStart(int minimum, int stops) {
        FakeService service = FakeService.daemon(minimum, "a/1", "a/2", "b/1", "b/2")
                .deploy(ONLY)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(ONLY, Life.HEALTHY, 4);
        service.service =
                service.service.toBuilder().maximumTaskLifetimeSeconds(HOUR).build();
        Renewal renewal = renewal(service);
        assertThat(renewal.starts()).isZero();
        assertThat(renewal.stopsIfNoRoom()).hasSize(stops);
        assertThat(renewal.stuck()).isEqualTo(stops == 0);
        renewal.stopsIfNoRoom().forEach(stop -> service.byId(stop.taskId()).life = Life.STOPPING);
        assertThat(renewal(service).stopsIfNoRoom())
                .as("while they are replaced")
                .hasSize(0);
        service.tasks.removeIf(task -> task.life == Life.STOPPING);
        assertThat(service.reconcile().launches()).hasSize(stops == 0 ? 0 : 1);
        service.apply(service.reconcile());
        assertThat(service.live()).hasSize(4);
    }

    @Test
    void aTaskThatStaysWhereADaemonIsToHaveNoneKeepsNoOtherFromBeingRenewed() {
        FakeService service = FakeService.daemon(0, "a/1", "a/2", "b/1")
                .deploy(ONLY)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(ONLY, Life.HEALTHY, 3);
        String leaving = service.tasks.get(0).task.containerInstanceArn();
        service.service = service.service.toBuilder()
                .maximumTaskLifetimeSeconds(HOUR)
                .desiredCount(2)
                .build();
        service.draining.add(leaving);
        assertThat(renewal(service).stopsIfNoRoom()).hasSize(2);
        service.draining.remove(leaving);
        service.lost.add(leaving);
        assertThat(renewal(service).stopsIfNoRoom()).hasSize(2);
    }

    @Test
    void whatIsUnderWayIsNotStuck() {
        FakeService service = old(4, 100, 150);
        assertThat(renewal(service).stuck()).isFalse();
        service.tasks(ONLY, Life.PENDING, 2);
        assertThat(renewal(service)).isEqualTo(new Renewal(0, List.of(), false));
    }

    @Test
    void whatIsNewcomerAlreadyIsNotStartedTwice() {
        FakeService service = old(4, 100, 150);
        service.tasks(ONLY, Life.PENDING, 1);
        assertThat(renewal(service).starts()).isEqualTo(1);
        assertThat(Renewal.of(old(4, 100, 200), LATER, 3).starts())
                .as("the budget")
                .isEqualTo(3);
    }

    @Test
    void nothingIsRenewedWithoutALimitOrBeforeItsTimeOrWhileSomethingElseIsToBeDone() {
        FakeService unlimited = old(3, 100, 200);
        unlimited.service =
                unlimited.service.toBuilder().maximumTaskLifetimeSeconds(null).build();
        assertThat(renewal(unlimited).starts()).isZero();
        assertThat(Renewal.of(old(3, 100, 200), FakeService.NOW.plusSeconds(54 * 60), 9)
                        .starts())
                .isZero();
        assertThat(renewal(old(3, 100, 200).deploy("ecs-svc/2")).starts()).isZero();
        assertThat(renewal(old(3, 100, 200).desired(4)).starts()).isZero();
        assertThat(renewal(old(3, 100, 200).tasks(ONLY, Life.STOPPING, 1)).starts())
                .isZero();
        FakeService guarded = old(3, 100, 200);
        guarded.tasks.forEach(task -> task.isProtected = true);
        assertThat(renewal(guarded).starts()).isZero();
    }

    /** It is never given up: the tasks grow older. */
    @Test
    void afterFailuresItIsOneAtATimeAndLessOften() {
        FakeService failed = old(4, 100, 200);
        failed.primary(failed.primary().toBuilder()
                .failedTasks(2)
                .updatedAt(LATER.minusSeconds(600))
                .build());
        assertThat(renewal(failed).starts()).isEqualTo(1);
        failed.primary(
                failed.primary().toBuilder().updatedAt(LATER.minusSeconds(599)).build());
        assertThat(renewal(failed).starts()).isZero();
        assertThat(Renewal.next(failed, LATER)).isEqualTo(LATER.plusSeconds(1));
        failed.primary(failed.primary().toBuilder().failedTasks(3).build());
        assertThat(Renewal.next(failed, LATER)).isEqualTo(LATER.plusSeconds(HOUR - 599));
        failed.primary(
                failed.primary().toBuilder().updatedAt(LATER.minusSeconds(HOUR)).build());
        assertThat(renewal(failed).starts()).isEqualTo(1);
    }

    /** The first that ends is not always the oldest. */
    @Property(tries = 500)
    void whatIsOverAndWhatIsNextIsAsIfEachWereAsked(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeService service = old(1 + draw.nextInt(40), 100, 200);
        service.tasks.forEach(task -> task.isProtected = draw.nextInt(4) == 0);
        Duration maximum = Duration.ofSeconds(60 + draw.nextInt(200));
        Instant now = FakeService.NOW.plusSeconds(draw.nextInt(300));
        DeploymentView view = service.deployments().get(0);
        List<ServiceTask> over = new ArrayList<>();
        Instant next = null;
        for (FakeTask task : service.tasks) {
            Instant end = Lifetime.end(task.task, maximum);
            if (end.isAfter(now)) {
                next = next == null || end.isBefore(next) ? end : next;
            } else if (!task.isProtected) {
                over.add(task);
            }
        }
        assertThat(Lifetime.over(view, maximum, now)).isEqualTo(over);
        assertThat(Lifetime.next(view, maximum, now)).isEqualTo(next);
    }

    /** Whatever dies or is protected meanwhile: limits hold, and in the end only young tasks are left. */
    @Property(tries = 300)
    void inTheEndAllAreNewAndTheLimitsHeld(@ForAll long seed) {
        Random draw = new Random(seed);
        int desired = 1 + draw.nextInt(6);
        int[][] limits = {{100, 200}, {50, 200}, {100, 150}, {0, 100}, {0, 200}};
        int[] drawn = desired == 1 ? limits[0] : limits[draw.nextInt(limits.length)];
        FakeService service = old(desired, drawn[0], drawn[1]);
        int lower = (desired * drawn[0] + 99) / 100;
        int upper = desired * drawn[1] / 100;
        Instant now = FakeService.NOW.plusSeconds(HOUR + 10);
        service.born = FakeService.NOW.plusSeconds(HOUR / 2);
        for (int step = 0; step < 200; step++) {
            boolean quiet = step > 100;
            int healthy = service.healthy();
            ServicePlan plan = ServiceReconciler.reconcile(
                    service, now, ReconcileSettings.DEFAULTS, bound -> draw.nextLong(bound), 1_000);
            service.apply(plan);
            if (plan.isEmpty()) {
                Renewal renewal = Renewal.of(service, now, 1_000);
                boolean room = draw.nextInt(3) > 0;
                for (int i = 0; i < renewal.starts() && room; i++) {
                    service.task(ONLY, Life.PENDING, "a/1");
                }
                if (renewal.starts() == 0 || !room) {
                    renewal.stopsIfNoRoom().forEach(stop -> {
                        assertThat(service.byId(stop.taskId()).isProtected).isFalse();
                        service.byId(stop.taskId()).life = Life.STOPPING;
                    });
                }
            }
            assertThat(service.healthy()).as(service.toString()).isGreaterThanOrEqualTo(Math.min(healthy, lower));
            assertThat(service.live().size()).as(service.toString()).isLessThanOrEqualTo(upper);
            fate(service, draw, quiet);
        }
        assertThat(service.live())
                .as(service.toString())
                .hasSize(desired)
                .allSatisfy(task ->
                        assertThat(Lifetime.end(task.task, Duration.ofHours(1))).isAfter(now));
    }

    private static void fate(FakeService service, Random draw, boolean quiet) {
        for (FakeTask task : List.copyOf(service.tasks)) {
            boolean dies = !quiet && draw.nextInt(25) == 0;
            if (task.life == Life.STOPPING || dies) {
                service.tasks.remove(task);
            } else if (quiet || draw.nextBoolean()) {
                task.life = task.life == Life.PENDING ? Life.STARTED : Life.HEALTHY;
            }
            task.isProtected = !quiet && (task.isProtected ? draw.nextInt(3) > 0 : draw.nextInt(12) == 0);
        }
    }

    @Test
    void theNextToReachItsLifetimeIsLookedAtThenAndAWaitThatEndsEarlierBefore() {
        FakeService service = old(1, 100, 200);
        Instant end = Lifetime.end(service.tasks.get(0).task, Duration.ofHours(1));
        assertThat(Renewal.next(service, FakeService.NOW)).isEqualTo(end);
        assertThat(Renewal.next(service, end)).as("it has reached it").isNull();
        // It waits for the failure to be forgotten, and another one ends before that or after.
        service.primary(service.primary().toBuilder()
                .failedTasks(1)
                .updatedAt(end.minusSeconds(60))
                .build());
        Instant forgotten = end.minusSeconds(60).plus(Newcomers.AFTER_FAILURE);
        assertThat(Renewal.next(service, end)).isEqualTo(forgotten);
        service.born = end.plusSeconds(10);
        FakeTask young = service.task(ONLY, Life.HEALTHY, "a/1");
        assertThat(Renewal.next(service, end)).isEqualTo(forgotten);
        assertThat(Renewal.next(service, forgotten)).isEqualTo(Lifetime.end(young.task, Duration.ofHours(1)));
        service.born = end.minusSeconds(HOUR - 120);
        FakeTask soon = service.task(ONLY, Life.HEALTHY, "a/1");
        Instant its = Lifetime.end(soon.task, Duration.ofHours(1));
        assertThat(its).isBefore(forgotten);
        assertThat(Renewal.next(service, its.minusSeconds(1))).isEqualTo(its);
    }

    @Test
    void nothingIsNextWithoutALimitOrDuringARollout() {
        FakeService unlimited = old(1, 100, 200);
        unlimited.service =
                unlimited.service.toBuilder().maximumTaskLifetimeSeconds(null).build();
        assertThat(Renewal.next(unlimited, FakeService.NOW)).isNull();
        assertThat(Renewal.next(old(1, 100, 200).deploy("ecs-svc/2"), FakeService.NOW))
                .isNull();
    }

    @Test
    void aTaskThatGoesSaysThatItWasOld() {
        assertThat(renewal(old(1, 0, 100)).stopsIfNoRoom())
                .containsExactly(new ServicePlan.Stop(
                        "t1",
                        io.stowage.model.TaskStopCode.SERVICE_SCHEDULER_INITIATED,
                        "Task has reached its maximum lifetime of 3600 seconds (deployment ecs-svc/1)"));
    }

    @Test
    void whileOneIsUnderWayNoneIsStoppedForWantOfRoom() {
        FakeService service = old(4, 50, 150);
        service.tasks(ONLY, Life.PENDING, 1);
        assertThat(renewal(service)).isEqualTo(new Renewal(1, List.of(), false));
        service.tasks(ONLY, Life.PENDING, 1);
        assertThat(renewal(service)).isEqualTo(new Renewal(0, List.of(), false));
    }

    @Test
    void ofFailedOnesOneIsUnderWayAtATimeAndOfOthersAsManyAsAreOld() {
        FakeService service = old(4, 100, 300).tasks(ONLY, Life.PENDING, 1);
        assertThat(renewal(service).starts()).isEqualTo(3);
        service.primary(service.primary().toBuilder()
                .failedTasks(1)
                .updatedAt(LATER.minusSeconds(HOUR))
                .build());
        assertThat(renewal(service).starts()).isZero();
    }

    @Test
    void aFailureIsNotWaitedForWhereNothingIsOldYet() {
        FakeService service = old(1, 100, 200);
        service.primary(service.primary().toBuilder()
                .failedTasks(1)
                .updatedAt(FakeService.NOW)
                .build());
        assertThat(Renewal.next(service, FakeService.NOW))
                .isEqualTo(Lifetime.end(service.tasks.get(0).task, Duration.ofHours(1)));
    }

    @Test
    void aServiceThatIsDeletedStopsOldAndProtectedTasksAlike() {
        FakeService service = old(3, 100, 200);
        service.tasks.get(0).isProtected = true;
        service.tasks.get(2).isProtected = true;
        service.status(io.stowage.model.ServiceStatus.DRAINING);
        ServicePlan plan = ServiceReconciler.reconcile(service, LATER, ReconcileSettings.DEFAULTS, bound -> 0, 1_000);
        assertThat(plan.stops()).extracting(ServicePlan.Stop::taskId).containsExactlyInAnyOrder("t1", "t2", "t3");
    }
}
