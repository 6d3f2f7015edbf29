package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.InstanceRebalancing.Move;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Moves of tasks that somebody has asked for: what is stored of them, and who goes. */
class InstanceMovesTest {

    private static final String ONLY = "ecs-svc/1";

    /** So many healthy tasks on one instance, some on another one, and this asked for. */
    private static FakeService asked(int one, int two, int moves, int mostAtOnce) {
        FakeService service = FakeService.of(one + two, 100, 200).deploy(ONLY);
        add(service, "a/1", one);
        add(service, "b/1", two);
        service.rollout(DeploymentRolloutState.COMPLETED);
        service.service = InstanceMoves.with(
                service.service, new InstanceRebalancing(FakeService.NOW, mostAtOnce, moves, 0, List.of()));
        return service;
    }

    private static void add(FakeService service, String instance, int count) {
        for (int i = 0; i < count; i++) {
            service.task(ONLY, Life.HEALTHY, instance);
        }
    }

    private static InstanceRebalancing rebalancing(FakeService service) {
        return Objects.requireNonNull(service.service.instanceRebalancing());
    }

    private static FakeTask move(FakeService service, FakeTask task) {
        FakeTask newcomer = service.task(ONLY, Life.PENDING, "b/1");
        Move move = new Move(task.task.taskArn(), newcomer.task.taskArn());
        service.service = InstanceMoves.begun(service.service, rebalancing(service), move);
        return newcomer;
    }

    private static void settle(FakeService service) {
        Service settled = InstanceMoves.settled(service);
        service.service = settled == null ? service.service : settled;
    }

    private static boolean mayStart(FakeService service) {
        return InstanceMoves.mayStart(service, FakeService.NOW);
    }

    @Test
    void theNewcomerIsWaitedForAndThenTheTaskItReplacesGoes() {
        FakeService service = asked(3, 0, 5, 1);
        FakeTask leaving = service.tasks.get(1);
        FakeTask newcomer = move(service, leaving);
        assertThat(service.reconcile().isEmpty()).isTrue();
        newcomer.life = Life.STARTED;
        assertThat(service.reconcile().isEmpty()).isTrue();
        newcomer.life = Life.HEALTHY;
        settle(service);
        assertThat(service.reconcile().stops())
                .singleElement()
                .isEqualTo(new ServicePlan.Stop(
                        FakeService.id(leaving),
                        io.stowage.model.TaskStopCode.SERVICE_SCHEDULER_INITIATED,
                        "Task was moved to another container instance to rebalance (deployment ecs-svc/1)"));
        service.apply(service.reconcile());
        settle(service);
        assertThat(rebalancing(service).movesMade()).isEqualTo(1);
        assertThat(rebalancing(service).movesLeft()).isEqualTo(4);
        assertThat(rebalancing(service).underWay()).isEmpty();
    }

    /** Else the one that is not replaced yet might go, and the newcomer of the other would be too many. */
    @Test
    void ofTwoTheOneGoesWhoseNewcomerIsHealthy() {
        FakeService service = asked(3, 0, 5, 2);
        move(service, service.tasks.get(0));
        move(service, service.tasks.get(1)).life = Life.HEALTHY;
        assertThat(service.reconcile().stops())
                .extracting(ServicePlan.Stop::taskId)
                .containsExactly(FakeService.id(service.tasks.get(1)));
    }

    @Test
    void aNewcomerThatIsGoneIsNoMove() {
        FakeService service = asked(3, 0, 5, 1);
        service.tasks.remove(move(service, service.tasks.get(0)));
        settle(service);
        assertThat(rebalancing(service)).isEqualTo(new InstanceRebalancing(FakeService.NOW, 1, 4, 0, List.of()));
    }

    @Test
    void whereAnotherTaskDiesTheNewcomerTakesItsPlace() {
        FakeService service = asked(3, 0, 5, 1);
        FakeTask newcomer = move(service, service.tasks.get(0));
        service.tasks.remove(2);
        assertThat(service.reconcile().isEmpty()).isTrue();
        newcomer.life = Life.HEALTHY;
        settle(service);
        assertThat(rebalancing(service).underWay()).isEmpty();
        assertThat(rebalancing(service).movesMade()).isZero();
        assertThat(service.reconcile().stops()).isEmpty();
    }

    /** The first ones of its tasks are on the move; yields their newcomers. */
    private static List<FakeTask> moveAtOnce(FakeService service, int count) {
        List<FakeTask> newcomers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            newcomers.add(move(service, service.tasks.get(i)));
        }
        return newcomers;
    }

    /** They become healthy one by one; yields who is stopped meanwhile. */
    private static List<String> becomeHealthy(FakeService service, List<FakeTask> newcomers) {
        List<String> stopped = new ArrayList<>(step(service));
        for (FakeTask newcomer : newcomers) {
            newcomer.life = Life.HEALTHY;
            stopped.addAll(step(service));
        }
        return stopped;
    }

    /** Yields who is stopped, and is gone by that. */
    private static List<String> step(FakeService service) {
        settle(service);
        ServicePlan plan = service.reconcile();
        service.apply(plan);
        service.tasks.removeIf(task -> task.life == Life.STOPPING);
        settle(service);
        return plan.stops().stream().map(ServicePlan.Stop::taskId).toList();
    }

    @Test
    void aTaskThatCanNotBeReadIsNotGoneAndItsMoveGoesOnOnceItCan() {
        FakeService service = asked(6, 0, 3, 3);
        List<FakeTask> moved = List.copyOf(service.tasks.subList(0, 3));
        List<FakeTask> newcomers = moveAtOnce(service, 3);
        moved.get(1).isAside = true;
        assertThat(InstanceMoves.settled(service)).isNull();
        assertThat(becomeHealthy(service, newcomers))
                .containsExactly(FakeService.id(moved.get(0)), FakeService.id(moved.get(2)));
        assertThat(rebalancing(service).underWay()).hasSize(1);
        assertThat(rebalancing(service).movesMade()).isEqualTo(2);
        moved.get(1).isAside = false;
        assertThat(step(service)).containsExactly(FakeService.id(moved.get(1)));
        assertThat(rebalancing(service)).isEqualTo(new InstanceRebalancing(FakeService.NOW, 3, 0, 3, List.of()));
    }

    @Test
    void aNewcomerThatCanNotBeReadIsNotGoneEither() {
        FakeService service = asked(3, 0, 1, 1);
        FakeTask leaving = service.tasks.get(0);
        FakeTask newcomer = move(service, leaving);
        newcomer.isAside = true;
        assertThat(step(service)).isEmpty();
        assertThat(rebalancing(service).underWay()).hasSize(1);
        newcomer.isAside = false;
        newcomer.life = Life.HEALTHY;
        assertThat(step(service)).containsExactly(FakeService.id(leaving));
        assertThat(rebalancing(service).movesMade()).isEqualTo(1);
    }

    /** Which may be read again, and be the one that is needed. */
    @Test
    void aTaskThatCanNotBeReadIsNoneWhosePlaceANewcomerTakes() {
        FakeService service = asked(3, 0, 1, 1);
        FakeTask leaving = service.tasks.get(0);
        FakeTask newcomer = move(service, leaving);
        FakeTask other = service.tasks.get(2);
        other.isAside = true;
        assertThat(becomeHealthy(service, List.of(newcomer))).isEmpty();
        assertThat(rebalancing(service).underWay()).hasSize(1);
        other.isAside = false;
        assertThat(step(service)).containsExactly(FakeService.id(leaving));
    }

    /** Its own newcomer takes its place, and not the one that is healthy first. */
    @Test
    void whereATaskDiesThatIsMovedNoNewcomerIsStopped() {
        FakeService service = asked(6, 0, 3, 3);
        List<FakeTask> moved = List.copyOf(service.tasks.subList(0, 3));
        List<FakeTask> newcomers = moveAtOnce(service, 3);
        service.tasks.remove(moved.get(2));
        assertThat(becomeHealthy(service, newcomers))
                .containsExactly(FakeService.id(moved.get(0)), FakeService.id(moved.get(1)));
        assertThat(rebalancing(service).movesMade()).isEqualTo(3);
    }

    /** Whoever dies or can't be read for a while: nobody is stopped but for a move, and it comes to an end. */
    @Property(tries = 500)
    void onlyWhoIsMovedIsStopped(@ForAll long seed) {
        Random draw = new Random(seed);
        int mostAtOnce = 1 + draw.nextInt(4);
        FakeService service = asked(2 + draw.nextInt(7), draw.nextInt(3), draw.nextInt(8), mostAtOnce);
        for (int step = 0; step < 200; step++) {
            boolean quiet = step > 100;
            settle(service);
            List<String> moved =
                    rebalancing(service).underWay().stream().map(Move::taskArn).toList();
            ServicePlan plan = service.reconcile();
            for (ServicePlan.Stop stop : plan.stops()) {
                FakeTask stopped = service.byId(stop.taskId());
                assertThat(moved).as("%s of %s", stop, service).contains(stopped.task.taskArn());
            }
            service.apply(plan);
            FakeTask candidate = candidate(service);
            if (plan.isEmpty()
                    && candidate != null
                    && mayStart(service)
                    && rebalancing(service).underWay().size() < mostAtOnce) {
                move(service, candidate);
            }
            fate(service, draw, quiet);
            service.tasks.forEach(task -> {
                task.isProtected = false;
                task.isAside = !quiet && (task.isAside ? draw.nextInt(4) > 0 : draw.nextInt(20) == 0);
            });
        }
        assertThat(rebalancing(service).underWay()).as(service.toString()).isEmpty();
    }

    @Test
    void aProtectedTaskStaysAndItsNewcomerIsOneTooMany() {
        FakeService service = asked(3, 0, 5, 1);
        FakeTask newcomer = move(service, service.tasks.get(0));
        service.tasks.get(0).isProtected = true;
        assertThat(service.reconcile().stops())
                .extracting(ServicePlan.Stop::taskId)
                .containsExactly(FakeService.id(newcomer));
        assertThat(InstanceMoves.movable(service, FakeService.NOW)).hasSize(2);
    }

    @Test
    void nothingBeginsBeyondWhatIsAskedForOrWhileSomethingElseIsToBeDone() {
        assertThat(mayStart(asked(3, 0, 1, 1))).isTrue();
        assertThat(mayStart(asked(3, 0, 0, 1))).isFalse();
        assertThat(mayStart(asked(3, 0, 1, 1).deploy("ecs-svc/2"))).isFalse();
        assertThat(mayStart(asked(3, 0, 1, 1).desired(4))).isFalse();
        assertThat(mayStart(asked(3, 0, 1, 1).tasks(ONLY, Life.STOPPING, 1))).isFalse();
        FakeService none = asked(3, 0, 1, 1);
        none.service = InstanceMoves.with(none.service, null);
        assertThat(mayStart(none)).isFalse();
    }

    @Test
    void aDeletedServiceIsAskedNothingAnyMore() {
        FakeService service = asked(3, 0, 1, 1).status(ServiceStatus.DRAINING);
        settle(service);
        assertThat(service.service.instanceRebalancing()).isNull();
    }

    @Test
    void itIsOverWhenAllHasBegunAndEndedOrNothingMayBegin() {
        assertThat(InstanceMoves.isOver(asked(3, 0, 1, 1).service)).isFalse();
        assertThat(InstanceMoves.isOver(asked(3, 0, 0, 1).service)).isTrue();
        FakeService underWay = asked(3, 0, 1, 1);
        move(underWay, underWay.tasks.get(0));
        assertThat(InstanceMoves.isOver(underWay.service)).isFalse();
        FakeService failing = asked(3, 0, 1, 1);
        failing.primary(failing.primary().toBuilder().consecutiveFailures(3).build());
        assertThat(InstanceMoves.isOver(failing.service)).isTrue();
        assertThat(InstanceMoves.isOver(failing.deploy("ecs-svc/2").service))
                .as("what is rolled out may do better")
                .isFalse();
    }

    /** Whatever happens meanwhile: the limits hold, nobody who is protected goes, each move is begun once, and it comes to an end. */
    @Property(tries = 500)
    void itEndsWithinItsLimits(@ForAll long seed) {
        Random draw = new Random(seed);
        int moves = draw.nextInt(8);
        int mostAtOnce = 1 + draw.nextInt(3);
        FakeService service = asked(draw.nextInt(8), draw.nextInt(4), moves, mostAtOnce);
        int desired = service.service.desiredCount();
        int begun = 0;
        for (int step = 0; step < 300; step++) {
            boolean quiet = step > 150;
            settle(service);
            int healthy = service.healthy();
            ServicePlan plan = service.reconcile();
            for (ServicePlan.Stop stop : plan.stops()) {
                assertThat(service.byId(stop.taskId()).isProtected).isFalse();
            }
            service.apply(plan);
            assertThat(service.healthy()).isGreaterThanOrEqualTo(Math.min(desired, healthy));
            assertThat(service.reconcile().isEmpty()).as(service.toString()).isTrue();
            FakeTask candidate = candidate(service);
            if (plan.isEmpty()
                    && candidate != null
                    && mayStart(service)
                    && rebalancing(service).underWay().size() < mostAtOnce) {
                move(service, candidate);
                begun++;
            }
            assertThat(service.live().size()).as(service.toString()).isLessThanOrEqualTo(desired + mostAtOnce);
            assertThat(rebalancing(service).movesLeft()).isEqualTo(moves - begun);
            fate(service, draw, quiet);
        }
        InstanceRebalancing left = rebalancing(service);
        assertThat(left.underWay()).as(service.toString()).isEmpty();
        assertThat(left.movesMade()).isLessThanOrEqualTo(begun);
        assertThat(left.movesLeft() == 0 || candidate(service) == null)
                .as("%s %s", left, service)
                .isTrue();
    }

    /** From the fuller to the emptier of the two instances: the naive rule. */
    private static FakeTask candidate(FakeService service) {
        Map<String, Integer> tasks = new TreeMap<>(Map.of("a/1", 0, "b/1", 0));
        service.live().forEach(task -> tasks.merge(task.task.containerInstanceArn(), 1, Integer::sum));
        rebalancing(service).underWay().forEach(move -> tasks.merge("a/1", -1, Integer::sum));
        return tasks.get("a/1") - tasks.get("b/1") < 2
                ? null
                : InstanceMoves.movable(service, FakeService.NOW).stream()
                        .map(task -> (FakeTask) task)
                        .filter(task -> "a/1".equals(task.task.containerInstanceArn()))
                        .findFirst()
                        .orElse(null);
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
    void itIsOverWhereTheLimitsLeaveNoRoomForANewcomer() {
        FakeService service = FakeService.of(3, 0, 100).deploy(ONLY);
        add(service, "a/1", 3);
        service.rollout(DeploymentRolloutState.COMPLETED);
        service.service =
                InstanceMoves.with(service.service, new InstanceRebalancing(FakeService.NOW, 1, 5, 0, List.of()));
        assertThat(InstanceMoves.isOver(service.service)).isTrue();
        assertThat(InstanceMoves.isOver(service.deploy("ecs-svc/2").service)).isFalse();
        service.service = InstanceMoves.with(service.service, null);
        assertThat(InstanceMoves.isOver(service.service)).isFalse();
    }

    @Test
    void whatIsUnderWayEndsWithARollout() {
        FakeService service = asked(3, 0, 5, 1);
        move(service, service.tasks.get(0));
        service.deploy("ecs-svc/2");
        settle(service);
        assertThat(rebalancing(service)).isEqualTo(new InstanceRebalancing(FakeService.NOW, 1, 4, 0, List.of()));
        assertThat(InstanceMoves.settled(service)).as("nothing more").isNull();
    }

    @Test
    void oneThatIsUnderWayAndHasNotEndedChangesNothing() {
        FakeService service = asked(3, 0, 5, 1);
        move(service, service.tasks.get(0));
        assertThat(InstanceMoves.settled(service)).isNull();
    }

    @Test
    void whatIsOnTheMoveIsNotMovedOnceMore() {
        FakeService service = asked(3, 0, 5, 2);
        FakeTask leaving = service.tasks.get(1);
        move(service, leaving);
        assertThat(InstanceMoves.movable(service, FakeService.NOW)).hasSize(2).doesNotContain(leaving);
    }
}
