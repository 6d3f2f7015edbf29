package io.stowage.core.loop;

import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.Rebalancing;
import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.placement.Placer;
import io.stowage.core.placement.Rebalance;
import io.stowage.core.placement.Rebalance.Group;
import io.stowage.core.placement.Rebalance.Movable;
import io.stowage.core.service.InstanceMoves;
import io.stowage.core.service.Newcomers;
import io.stowage.core.service.Renewal;
import io.stowage.core.service.ServiceEvents;
import io.stowage.core.service.ServiceTask;
import io.stowage.core.service.ZoneBalance;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.Deployment;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.InstanceRebalancing.Move;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks of services that lack nothing, where they serve better than others that go for them: to even out availability zones, to move
 * tasks to other container instances, and in the places of those that have reached their lifetime. Whether a service may have such a task at all is decided before, by {@link Newcomers}.
 */
final class NewcomerStarts {

    /** How long a service waits for which nothing can be done just now. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final OperationTurn turn;
    private final Transaction transaction;
    private final ClusterState state;

    NewcomerStarts(OperationTurn turn) {
        this.turn = turn;
        this.transaction = turn.transaction();
        this.state = turn.state();
    }

    /** Takes note of moves that are over, before the service is reconciled: others may begin for them. */
    void settle(ServiceState service) {
        Service settled = InstanceMoves.settled(service);
        if (settled != null) {
            transaction.putService(settled);
            state.wakeRebalancing();
        }
    }

    /** Starts what may be started now; yields how many tasks that is, at most as many as the budget. */
    int start(ServiceState service, int budget) {
        int started = renew(service, budget);
        if (started == 0 && ZoneBalance.isEnabled(service.record())) {
            started = evenOut(service);
        }
        if (started == 0 && service.record().instanceRebalancing() != null) {
            started = move(service, budget);
        }
        return started;
    }

    /** Replaces tasks that have reached their lifetime: others are started before, where there is room. */
    private int renew(ServiceState service, int budget) {
        Service record = service.record();
        lookAgain(record, Renewal.next(service, transaction.now()));
        Renewal renewal = Renewal.of(service, transaction.now(), budget);
        List<String> started =
                renewal.starts() == 0 ? List.of() : new Successors(turn, service).start(renewal.starts());
        if (!started.isEmpty()) {
            transaction.addEvent(service, ServiceEvents.startedToRenew(record, started));
        } else if (!renewal.stopsIfNoRoom().isEmpty()) {
            return ServiceScheduler.stop(service, renewal.stopsIfNoRoom(), transaction);
        } else if (renewal.starts() > 0) {
            sayOnce(service, ServiceEvents.unableToRenew(record));
            lookAgain(record, transaction.now().plus(AGAIN));
        } else if (renewal.stuck()) {
            sayOnce(service, ServiceEvents.mayNotRenew(record));
        }
        return started.size();
    }

    /** Not as long as nothing else happens than that the service is steady without it. */
    private void sayOnce(ServiceState service, String message) {
        String steady = ServiceEvents.steadyState(service.record());
        String last = null;
        for (ServiceEvent event : service.events()) {
            last = event.message().equals(steady) ? last : event.message();
        }
        if (!message.equals(last)) {
            transaction.addEvent(service, message);
        }
    }

    private TaskStarter starterOfOne(ServiceState service) {
        Deployment primary = primary(service.record());
        Share share = TaskStarter.shares(service, primary, 1).get(0);
        return new TaskStarter(turn, service.record(), primary, share);
    }

    /** Starts a task where that evens out availability zones. Where no instance takes it now, it is tried again later. */
    private int evenOut(ServiceState service) {
        Service record = service.record();
        if (!ZoneBalance.mayStart(service, transaction.now())) {
            lookAgain(record, later(Newcomers.next(record)));
            return 0;
        }
        ZoneBalance balance = new ZoneBalance(service, state.zones());
        if (balance.balanced()) {
            sayBalanced(service, balance);
            return 0;
        }
        for (Share share : oneForEach(service)) {
            if (balance.canStop(service, share.capacityProvider()) && startToEvenOut(service, balance, share)) {
                return 1;
            }
        }
        lookAgain(record, transaction.now().plus(AGAIN));
        return 0;
    }

    /** A task for each capacity provider, first for the one that the next one is for; or one for any instance. */
    private static List<Share> oneForEach(ServiceState service) {
        Deployment primary = primary(service.record());
        Set<@Nullable String> providers = new LinkedHashSet<>();
        providers.add(TaskStarter.shares(service, primary, 1).get(0).capacityProvider());
        TaskStarter.strategy(primary).forEach(item -> providers.add(item.capacityProvider()));
        return providers.stream().map(provider -> new Share(provider, 1)).toList();
    }

    private boolean startToEvenOut(ServiceState service, ZoneBalance balance, Share share) {
        Service record = service.record();
        TaskStarter starter = new TaskStarter(turn, record, primary(record), share);
        List<String> found = Placer.place(starter.request(), state.inventory(), turn.random())
                .instanceIds();
        InstanceState instance = found.isEmpty() ? null : Objects.requireNonNull(state.instance(found.get(0)));
        String zone = instance == null ? null : instance.attribute(ZoneBalance.ZONE);
        if (instance == null || zone == null || !balance.improvesIn(zone)) {
            return false;
        }
        transaction.addEvent(service, ServiceEvents.notBalanced(record, balance));
        String id = starter.start(instance.id());
        transaction.addEvent(service, ServiceEvents.startedToRebalance(record, zone, List.of(id)));
        return true;
    }

    /** Once, after it was said that it is not. */
    private void sayBalanced(ServiceState service, ZoneBalance balance) {
        String last = null;
        for (ServiceEvent event : service.events()) {
            last = event.message().contains(" AZ balanced with ") ? event.message() : last;
        }
        if (last != null && last.contains(" is not AZ balanced with ")) {
            transaction.addEvent(service, ServiceEvents.balanced(service.record(), balance));
        }
    }

    /** Begins moves that were asked for, as many as may be under way. */
    private int move(ServiceState service, int budget) {
        int begun = 0;
        while (begun < budget && mayMove(service)) {
            Rebalance.Move move = bestMove(service);
            if (move == null) {
                endUnlessSomeMayComeBack(service);
                return begun;
            }
            begin(service, move);
            begun++;
        }
        Service record = service.record();
        if (InstanceMoves.isOver(record)) {
            boolean allBegan =
                    Objects.requireNonNull(record.instanceRebalancing()).movesLeft() == 0;
            end(
                    service,
                    allBegan
                            ? "That was all that was asked for."
                            : "Its tasks fail, or it may have none beyond its desired count.");
        } else if (begun == 0) {
            lookAgain(record, later(Newcomers.next(record)));
        }
        return begun;
    }

    private boolean mayMove(ServiceState service) {
        InstanceRebalancing asked = Objects.requireNonNull(service.record().instanceRebalancing());
        return InstanceMoves.mayStart(service, transaction.now()) && state.movesUnderWay() < asked.mostAtOnce();
    }

    /** The best one as things are now. Tasks that are about to go count as gone. */
    private Rebalance.@Nullable Move bestMove(ServiceState service) {
        Service record = service.record();
        if (Rebalancing.isSharedOut(record)) {
            return null;
        }
        Map<String, Integer> tasks = new LinkedHashMap<>();
        service.tasksByInstance().forEach((arn, count) -> tasks.put(Ids.shortId(arn), count));
        for (Move underWay :
                Objects.requireNonNull(record.instanceRebalancing()).underWay()) {
            String arn = Objects.requireNonNull(state.task(Ids.shortId(underWay.taskArn())))
                    .containerInstanceArn();
            tasks.merge(Ids.shortId(String.valueOf(arn)), -1, Integer::sum);
        }
        List<Movable> movable = new ArrayList<>();
        for (ServiceTask each : InstanceMoves.movable(service, transaction.now())) {
            String instance = Ids.shortId(String.valueOf(each.task().containerInstanceArn()));
            movable.add(new Movable(
                    Ids.shortId(each.task().taskArn()), instance, each.task().createdAt()));
        }
        Group group = new Group(record.serviceName(), starterOfOne(service).request(), movable, tasks);
        List<Rebalance.Move> moves =
                Rebalance.plan(List.of(group), state.instances(), 1).moves();
        return moves.isEmpty() ? null : moves.get(0);
    }

    private void begin(ServiceState service, Rebalance.Move move) {
        Service record = service.record();
        InstanceRebalancing asked = Objects.requireNonNull(record.instanceRebalancing());
        String id = starterOfOne(service).start(move.toInstanceId());
        Move begun = new Move(state.ids().task(move.taskId()), state.ids().task(id));
        transaction.putService(InstanceMoves.begun(record, asked, begun));
        transaction.addEvent(service, ServiceEvents.startedToMove(record, move.taskId(), id, move.toInstanceId()));
    }

    /** Who has just taken over knows of few agents that they are connected: where they are there may be room. */
    private void endUnlessSomeMayComeBack(ServiceState service) {
        boolean someMay =
                state.instances().stream().anyMatch(each -> each.active() && !each.connected() && !each.lost());
        if (someMay) {
            lookAgain(service.record(), transaction.now().plus(AGAIN));
        } else {
            end(service, "No other move improves the balance.");
        }
    }

    /** Ends what was asked for, once nothing of it is under way any more: until then it is as if no move were left. */
    private void end(ServiceState service, String why) {
        Service record = service.record();
        InstanceRebalancing asked = Objects.requireNonNull(record.instanceRebalancing());
        if (asked.underWay().isEmpty()) {
            transaction.putService(InstanceMoves.with(record, null));
            transaction.addEvent(service, ServiceEvents.rebalanced(record, asked, why));
        }
    }

    private void lookAgain(Service service, @Nullable Instant at) {
        if (at != null) {
            state.lookAgain(service.serviceName(), at);
        }
    }

    private @Nullable Instant later(@Nullable Instant at) {
        return at != null && at.isAfter(transaction.now()) ? at : null;
    }

    private static Deployment primary(Service service) {
        return service.deployments().get(0);
    }
}
