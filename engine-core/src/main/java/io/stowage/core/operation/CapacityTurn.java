package io.stowage.core.operation;

import io.stowage.core.capacity.Launch.Attempt;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.MachinesForTasks;
import io.stowage.core.capacity.ManagedScaling;
import io.stowage.core.capacity.ManagedScaling.Decision;
import io.stowage.core.capacity.ManagedScaling.Fleet;
import io.stowage.core.capacity.Needed;
import io.stowage.core.capacity.NeededMachines;
import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Pool;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.ProviderMemory;
import java.util.List;
import java.util.Map;

/**
 * Decides for a capacity provider in a turn of the cluster: its launches go on, machines that are missing are to be launched, container instances
 * that are too many drain, and of those that are empty the machines are to be ended.
 */
final class CapacityTurn {

    private final OperationTurn turn;
    private final ClusterState state;
    private final PoolTerms terms;
    private final Launches launches;
    private final MachineSizes sizes;

    /**
     * @param launches of the cluster in this turn: what is to be terminated is collected there
     * @param sizes what its machines have
     */
    CapacityTurn(OperationTurn turn, PoolTerms terms, Launches launches, MachineSizes sizes) {
        this.turn = turn;
        this.state = turn.state();
        this.terms = terms;
        this.launches = launches;
        this.sizes = sizes;
    }

    /**
     * Decides.
     *
     * @param waiting tasks that have found no room on its container instances
     */
    void decide(List<TaskGroup> waiting) {
        own().forEach(this::goOn);
        new EmptyMachines(turn, launches).end(own());
        scale(waiting);
    }

    /**
     * Decides where each task has a machine to itself: machines come for tasks that wait, are given to them, and end with them.
     *
     * @param waiting tasks that have found no room on its hosts
     */
    void decideForTasks(WaitingGroups waiting) {
        own().forEach(this::goOn);
        MachinesOfTasks machines = new MachinesOfTasks(turn, launches, sizes);
        MachinesForTasks.Choice choice = machines.share(own(), waiting, terms.capacityProvider());
        if (!terms.scaling().enabled()) {
            own().forEach(this::giveUp);
        } else if (choice.left().isEmpty()) {
            own().stream()
                    .filter(launch -> launch.launch().phase() == Phase.FAILED)
                    .forEach(this::giveUp);
        } else {
            launchFor(choice, machines);
        }
    }

    private void launchFor(MachinesForTasks.Choice choice, MachinesOfTasks machines) {
        NewLaunches beginnings = new NewLaunches(turn, terms, launches, choice.left());
        if (!beginnings.mayBegin()) {
            return;
        }
        Map<String, Integer> zones = Launches.zones(own());
        List<Offer> offers = terms.machines().offers();
        Needed needed = beginnings.availableFirst(NeededMachines.decide(choice.left(), List.of(), offers, zones));
        int running = machines.running(own());
        int coming = (int)
                own().stream().filter(launch -> launch.launch().isComing()).count();
        int missing = needed.machines().size();
        Fleet fleet = new Fleet(running, coming, running + machines.coming(choice.awaited()) + missing, missing);
        ProviderMemory memory = state.providerMemory(terms.capacityProvider());
        Decision decision = ManagedScaling.decide(terms.scaling(), memory.scaling(), fleet, turn.now());
        if (decision.launch() > 0) {
            launches.remember(memory.with(decision.state()));
            beginnings.begin(NeededMachines.pick(needed, decision.launch(), offers, zones));
        }
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
        } else if (LaunchDecider.waits(launch.launch())) {
            launches.step(
                    launch,
                    LaunchDecider.due(launch.launch(), launches.terms(launch), launches.pauses(launch), turn.now()));
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
        if (launch.launch().phase() == Phase.WAITING || launch.launch().phase() == Phase.FAILED) {
            launches.put(launch, launch.with(LaunchDecider.end(launch.launch(), turn.now())));
        }
    }

    private void scale(List<TaskGroup> waiting) {
        Standing standing = new Standing(turn, terms, launches, sizes, waiting);
        NewLaunches beginnings = new NewLaunches(turn, terms, launches, waiting);
        Needed needed = beginnings.availableFirst(standing.needed());
        Fleet fleet = standing.fleet();
        standing.needless().forEach(this::giveUp);
        ProviderMemory memory = state.providerMemory(terms.capacityProvider());
        Decision decision = ManagedScaling.decide(terms.scaling(), memory.scaling(), fleet, turn.now());
        if (decision.launch() > 0 && !beginnings.mayBegin()) {
            launches.remember(memory.missing(missing(memory, fleet, 0)));
            return;
        }
        launches.remember(memory.with(decision.state()).missing(missing(memory, fleet, decision.launch())));
        beginnings.begin(
                NeededMachines.pick(needed, decision.launch(), terms.machines().offers(), standing.zones()));
        Departures departures = new Departures(turn, terms, launches);
        departures.leave(own(), decision.release(), fleet.coming());
        if (decision.release() == 0 && beginnings.mayBegin()) {
            makeRoom(standing, beginnings.availableBeyond(needed, room(fleet)), departures);
        }
    }

    /** How many of the needed machines are not launched now. Which would be needed isn't known where it isn't known what there may be. */
    private int missing(ProviderMemory memory, Fleet fleet, int launched) {
        return terms.machines().offers().isEmpty() ? memory.machinesMissing() : fleet.missing() - launched;
    }

    /** For how many more machines there is room. */
    private int room(Fleet fleet) {
        return Math.max(0, terms.scaling().maximumSize() - fleet.size());
    }

    /**
     * Where {@code maximumSize} keeps machines from being launched that may be had, others make room for them: first launches of those that can't be
     * had, then those on which nothing is and nothing fits that waits.
     */
    private void makeRoom(Standing standing, int wanted, Departures departures) {
        List<MachineLaunch> awaited = standing.awaited();
        List<MachineLaunch> givenUp = awaited.subList(0, Math.min(wanted, awaited.size()));
        givenUp.forEach(this::giveUp);
        departures.makeRoom(standing.useless(), wanted - givenUp.size());
    }
}
