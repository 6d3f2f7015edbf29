package io.stowage.core.operation;

import io.stowage.core.capacity.ComingMachine;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.ManagedScaling;
import io.stowage.core.capacity.ManagedScaling.Fleet;
import io.stowage.core.capacity.Needed;
import io.stowage.core.capacity.NeededMachines;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What there is of a capacity provider in a turn, and what is needed of it. Changes nothing. */
final class Standing {

    private final OperationTurn turn;
    private final PoolTerms terms;
    private final Launches launches;
    private final MachineSizes sizes;
    private final List<MachineLaunch> own;
    private final List<MachineLaunch> running;
    private final List<MachineLaunch> idle;
    private final List<MachineLaunch> coming;
    /** Launches that wait until a machine can be had. */
    private final List<MachineLaunch> postponed;
    /** How many have a container instance of which nothing can be told. */
    private final int aside;

    private final Needed needed;
    /** Those that are for something that waits. */
    private final Set<MachineLaunch> used;

    /** @param waiting tasks that have found no room on its container instances */
    Standing(OperationTurn turn, PoolTerms terms, Launches launches, MachineSizes sizes, List<TaskGroup> waiting) {
        this.turn = turn;
        this.terms = terms;
        this.launches = launches;
        this.sizes = sizes;
        own = launches.of(terms.capacityProvider());
        running = those(this::isRunning);
        idle = running.stream().filter(this::isIdle).toList();
        postponed = those(Standing::isPostponed);
        coming = those(launch -> isComing(launch) && !isPostponed(launch));
        aside = those(launches::isInstanceAside).size();
        List<MachineLaunch> free = Stream.concat(idle.stream().filter(this::isReachable), coming.stream())
                .toList();
        needed = NeededMachines.decide(
                waiting, machines(free), machines(postponed), terms.machines().offers(), zones());
        used = used(free);
    }

    private static boolean isPostponed(MachineLaunch launch) {
        return launch.launch().phase() == Phase.WAITING;
    }

    private List<MachineLaunch> those(Predicate<MachineLaunch> so) {
        return own.stream().filter(so).toList();
    }

    private List<ComingMachine> machines(List<MachineLaunch> those) {
        return those.stream().map(sizes::of).toList();
    }

    private Set<MachineLaunch> used(List<MachineLaunch> free) {
        List<MachineLaunch> all =
                Stream.concat(free.stream(), postponed.stream()).toList();
        Set<MachineLaunch> places = new LinkedHashSet<>();
        needed.used().forEach(place -> places.add(all.get(place)));
        return places;
    }

    Needed needed() {
        return needed;
    }

    /** What it is decided by how many machines come or go. */
    Fleet fleet() {
        return withoutSpare().withSpare(spare());
    }

    private Fleet withoutSpare() {
        int awaited = awaited().size();
        int missing = needed.machines().size();
        int filled = (int) used.stream().filter(launch -> !isPostponed(launch)).count();
        int busy = running.size() - idle.size() + aside;
        return new Fleet(
                running.size() + aside, coming.size() + awaited, busy + filled + awaited + missing, missing, awaited);
    }

    /** How many of the launches that wait are for nothing by themselves, and are to be there all the same. */
    private int spare() {
        long unused =
                postponed.stream().filter(launch -> !used.contains(launch)).count();
        return (int) Math.min(unused, ManagedScaling.spare(terms.scaling(), withoutSpare()));
    }

    /** Launches that wait until a machine can be had, and are for what fits on nothing else. */
    List<MachineLaunch> awaited() {
        int there = running.size() + aside + coming.size();
        return postponed.stream()
                .filter(used::contains)
                .limit(Math.max(0, terms.scaling().maximumSize() - there))
                .toList();
    }

    /** The others that wait, without those that are to be there all the same. */
    List<MachineLaunch> needless() {
        Set<MachineLaunch> needless = new LinkedHashSet<>(postponed);
        awaited().forEach(needless::remove);
        postponed.stream()
                .filter(launch -> !used.contains(launch))
                .limit(spare())
                .forEach(needless::remove);
        return List.copyOf(needless);
    }

    /** Container instances on which nothing is, and nothing fits that waits. */
    List<MachineLaunch> useless() {
        return idle.stream().filter(launch -> !used.contains(launch)).toList();
    }

    /** How many machines there are in a zone. */
    Map<String, Integer> zones() {
        return Launches.zones(own);
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
    private boolean isIdle(MachineLaunch registered) {
        InstanceState instance = launches.instance(registered);
        return instance != null && !Departures.anyTasks(instance, turn.state());
    }

    /** One that was away for too long takes nothing that waits. */
    private boolean isReachable(MachineLaunch registered) {
        InstanceState instance = launches.instance(registered);
        return instance != null && !instance.lost();
    }
}
