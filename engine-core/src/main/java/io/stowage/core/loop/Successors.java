package io.stowage.core.loop;

import com.google.common.collect.LinkedHashMultiset;
import com.google.common.collect.Multiset;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.StrategyRules;
import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.Placer;
import io.stowage.core.service.Renewal;
import io.stowage.core.service.ServiceTask;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks of a service in the places of those that have reached their lifetime, only where there is room now: nothing is missing that would be worth waiting
 * for. Whoever is to go counts as gone, so that base and weight hold once all are, and who finds no room on its capacity provider holds up no other.
 */
final class Successors {

    private final OperationTurn turn;
    private final ServiceState service;
    private final Deployment primary;
    /** The capacity providers of those that are to go. */
    private final Multiset<String> going = LinkedHashMultiset.create();

    private final List<String> started = new ArrayList<>();
    private final Set<@Nullable String> full = new LinkedHashSet<>();

    Successors(OperationTurn turn, ServiceState service) {
        this.turn = turn;
        this.service = service;
        this.primary = service.record().deployments().get(0);
        for (ServiceTask task : Renewal.leaving(service, turn.now())) {
            going.add(String.valueOf(task.task().capacityProviderName()));
        }
    }

    /** So many at most; yields their ids. */
    List<String> start(int most) {
        List<Share> shares = shares(most);
        while (!shares.isEmpty()) {
            shares.forEach(this::start);
            shares = full.isEmpty() ? List.of() : shares(most - started.size());
        }
        return started;
    }

    /** Those that came up before, and those started just now, have the places of as many. */
    private List<Share> shares(int most) {
        return StrategyRules.shares(
                TaskStarter.strategy(primary),
                name -> service.tasksOn(primary.id(), name) - going.count(name),
                going.size() - service.comingUp(primary.id()),
                most,
                provider -> !full.contains(provider));
    }

    private void start(Share share) {
        TaskStarter starter = new TaskStarter(turn, service.record(), primary, share);
        Placement placement = Placer.place(starter.request(), turn.state().inventory(), turn.random());
        placement.instanceIds().forEach(instanceId -> started.add(starter.start(instanceId)));
        if (placement.failure() != null) {
            full.add(share.capacityProvider());
        }
    }
}
