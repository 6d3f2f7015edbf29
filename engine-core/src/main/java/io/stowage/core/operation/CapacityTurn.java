package io.stowage.core.operation;

import io.stowage.core.capacity.Launch.Attempt;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.LaunchTerms;
import io.stowage.core.capacity.ManagedScaling;
import io.stowage.core.capacity.ManagedScaling.Decision;
import io.stowage.core.capacity.ManagedScaling.Fleet;
import io.stowage.core.capacity.Needed;
import io.stowage.core.capacity.NeededMachine;
import io.stowage.core.capacity.NeededMachines;
import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Pool;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Room;
import io.stowage.core.state.ProviderMemory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Decides for a capacity provider in a turn of the cluster: its launches go on, machines that are missing are to be launched, container instances
 * that are too many drain, and of those that are empty the machines are to be ended.
 */
final class CapacityTurn {

    private final OperationTurn turn;
    private final ClusterState state;
    private final PoolTerms terms;
    private final Launches launches;

    /** @param launches of the cluster in this turn: what is to be terminated is collected there */
    CapacityTurn(OperationTurn turn, PoolTerms terms, Launches launches) {
        this.turn = turn;
        this.state = turn.state();
        this.terms = terms;
        this.launches = launches;
    }

    /**
     * Decides.
     *
     * @param waiting tasks that have found no room on its container instances
     */
    void decide(List<TaskGroup> waiting) {
        own().forEach(this::goOn);
        new EmptyMachines(turn, launches).end(own());
        boolean anyWaits = waiting.stream().anyMatch(group -> group.tasks() > 0);
        if (!anyWaits) {
            own().forEach(this::giveUp);
        }
        scale(waiting);
    }

    /** Decides where people see to the number of machines: what is under way is brought to its end, and nothing is begun. */
    void keep() {
        own().forEach(this::goOn);
        new EmptyMachines(turn, launches).end(own());
        own().forEach(this::giveUp);
    }

    private List<MachineLaunch> own() {
        return launches.of(terms.capacityProvider());
    }

    private void goOn(MachineLaunch launch) {
        if (launch.launch().phase() == Phase.FAILED && isChanged(launch)) {
            launches.put(launch, launch.with(LaunchDecider.end(launch.launch(), turn.now())));
        } else {
            LaunchTerms attempts = launch.terms(state.ids().cluster());
            launches.step(launch, LaunchDecider.due(launch.launch(), attempts, launches.pauses(launch), turn.now()));
        }
    }

    /** Whether the capacity provider asks for something else by now than what was found wrong. */
    private boolean isChanged(MachineLaunch failed) {
        PoolTerms.Machines machines = terms.machines();
        Attempt attempt = failed.launch().attempt();
        // As long as nobody knows what may be launched, nobody knows that this may not.
        boolean mayBeAsked = machines.offers().isEmpty()
                || Pool.of(machines.offers(), machines.buying()).contains(attempt.pool());
        return !mayBeAsked
                || !attempt.request().properties().equals(machines.properties())
                || !failed.instanceProvider().equals(machines.instanceProvider());
    }

    /** What can't be had isn't waited for when nobody waits for it: what is too much could not go before. */
    private void giveUp(MachineLaunch launch) {
        if (launch.launch().phase() == Phase.WAITING) {
            launches.put(launch, launch.with(LaunchDecider.end(launch.launch(), turn.now())));
        }
    }

    private void scale(List<TaskGroup> waiting) {
        List<MachineLaunch> coming = own().stream().filter(this::isComing).toList();
        List<MachineLaunch> running = own().stream().filter(this::isRunning).toList();
        List<MachineLaunch> idle = running.stream().filter(this::isIdle).toList();
        Needed needed = NeededMachines.decide(
                waiting,
                Stream.concat(idle.stream().filter(this::isReachable), coming.stream())
                        .map(MachineLaunch::coming)
                        .toList(),
                terms.machines().offers(),
                zones());
        int aside = (int) own().stream().filter(launches::isInstanceAside).count();
        int missing = needed.machines().size();
        Fleet fleet = new Fleet(
                running.size() + aside,
                coming.size(),
                running.size() - idle.size() + aside + needed.awaited() + missing,
                missing);
        ProviderMemory memory = state.providerMemory(terms.capacityProvider());
        Decision decision = ManagedScaling.decide(terms.scaling(), memory.scaling(), fleet, turn.now());
        if (decision.launch() > 0 && !canLaunch()) {
            return;
        }
        launches.remember(memory.with(decision.state()));
        launch(NeededMachines.pick(needed, decision.launch(), terms.machines().offers(), zones()), waiting);
        new Departures(turn, terms, launches).leave(own(), decision.release(), coming.size());
    }

    /** What was found wrong would be found wrong again. */
    private boolean canLaunch() {
        return !terms.machines().offers().isEmpty()
                && own().stream().noneMatch(launch -> launch.launch().phase() == Phase.FAILED);
    }

    /** A container instance takes tasks when its agent is connected for the first time: what it is for isn't launched again before. */
    private boolean isComing(MachineLaunch launch) {
        InstanceState instance = launches.instance(launch);
        boolean young = launch.launch().phase() == Phase.REGISTERED
                && turn.now()
                        .isBefore(launch.launch().since().plus(terms.leaving().warmUp()));
        return launch.launch().isComing() || (young && instance != null && instance.active() && !instance.connected());
    }

    private boolean isRunning(MachineLaunch launch) {
        InstanceState instance = launches.instance(launch);
        boolean registered = launch.launch().phase() == Phase.REGISTERED && !isComing(launch);
        return registered && instance != null && instance.active();
    }

    /** Nothing but daemons is on it. What waits may be about to come to it, if it fits there: then nothing is launched for that. */
    private boolean isIdle(MachineLaunch running) {
        InstanceState instance = launches.instance(running);
        return instance != null && !Departures.anyTasks(instance, state);
    }

    /** One that was away for too long takes nothing that waits. */
    private boolean isReachable(MachineLaunch running) {
        InstanceState instance = launches.instance(running);
        return instance != null && !instance.lost();
    }

    private Map<String, Integer> zones() {
        Map<String, Integer> zones = new TreeMap<>();
        for (MachineLaunch launch : own()) {
            Pool pool = launch.launch().attempt().pool();
            zones.merge(pool.zone(), 1, Integer::sum);
        }
        return zones;
    }

    private void launch(List<NeededMachine> machines, List<TaskGroup> waiting) {
        for (NeededMachine machine : machines) {
            List<Pool> pools =
                    Pool.of(offersLike(machine, waiting), terms.machines().buying());
            LaunchTerms attempts = new LaunchTerms(
                    state.ids().cluster(),
                    terms.capacityProvider(),
                    pools,
                    terms.machines().properties(),
                    terms.machines().tags());
            Pool first = state.providerMemory(terms.capacityProvider())
                    .pauses()
                    .firstOpen(pools, turn.now())
                    .orElse(pools.get(0));
            turn.transaction()
                    .putLaunch(new MachineLaunch(
                            terms.capacityProvider(),
                            terms.machines().instanceProvider(),
                            LaunchDecider.begin(turn.newId().get(), attempts, first, turn.now()),
                            pools,
                            new Room(machine.offer().cpu(), machine.offer().memory()),
                            machine.tasks(),
                            null));
        }
    }

    /** The chosen one, then all others that do as well. */
    private List<Offer> offersLike(NeededMachine machine, List<TaskGroup> waiting) {
        Set<Offer> offers = new LinkedHashSet<>();
        offers.add(machine.offer());
        for (Offer offer : terms.machines().offers()) {
            boolean asLarge = offer.cpu() >= machine.offer().cpu()
                    && offer.memory() >= machine.offer().memory();
            if (asLarge && suits(offer, machine, waiting)) {
                offers.add(offer);
            }
        }
        return List.copyOf(offers);
    }

    private static boolean suits(Offer offer, NeededMachine machine, List<TaskGroup> waiting) {
        return waiting.stream()
                .filter(group -> machine.tasks().getOrDefault(group.id(), 0) > 0)
                .allMatch(group -> group.suits().on(offer.machineType(), offer.zone()));
    }
}
