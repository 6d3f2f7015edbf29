package io.stowage.core.operation;

import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.LaunchTerms;
import io.stowage.core.capacity.Needed;
import io.stowage.core.capacity.NeededMachine;
import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Pool;
import io.stowage.core.capacity.PoolPauses;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Room;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Machines of a capacity provider that are to be launched for tasks that wait. */
final class NewLaunches {

    private final OperationTurn turn;
    private final PoolTerms terms;
    private final Launches launches;
    private final List<TaskGroup> waiting;
    private final List<Offer> cheapestFirst;

    NewLaunches(OperationTurn turn, PoolTerms terms, Launches launches, List<TaskGroup> waiting) {
        this.turn = turn;
        this.terms = terms;
        this.launches = launches;
        this.waiting = waiting;
        this.cheapestFirst = new ArrayList<>(terms.machines().offers());
        cheapestFirst.sort(Comparator.comparingDouble(Offer::price));
    }

    /** The same with those machines first that may be had now, as far as anybody knows: none takes the place of one that does. */
    Needed availableFirst(Needed needed) {
        if (pauses().equals(PoolPauses.NONE)) {
            return needed;
        }
        List<NeededMachine> first = new ArrayList<>();
        List<NeededMachine> last = new ArrayList<>();
        needed.machines().forEach(machine -> (isAvailable(machine) ? first : last).add(machine));
        first.addAll(last);
        return new Needed(first, needed.used(), needed.unplaceable());
    }

    /** How many of the machines may be had now, but for so many of the first ones. */
    int availableBeyond(Needed needed, int first) {
        return (int)
                needed.machines().stream().skip(first).filter(this::isAvailable).count();
    }

    private boolean isAvailable(NeededMachine machine) {
        List<Pool> chosen = Pool.of(List.of(machine.offer()), terms.machines().buying());
        return pauses().firstOpen(chosen, turn.now()).isPresent()
                || pauses().firstOpen(pools(machine), turn.now()).isPresent();
    }

    /** Whether nothing was found wrong lately: it would be found wrong again. */
    boolean mayBegin() {
        return !terms.machines().offers().isEmpty()
                && wrong().stream().noneMatch(launch -> turn.now().isBefore(LaunchDecider.wrongUntil(launch.launch())));
    }

    /** Begins them; but where something was found wrong only the first, elsewhere if that can be: it shows whether it is still wrong. */
    void begin(List<NeededMachine> machines) {
        Optional<MachineLaunch> wrong = wrong().stream()
                .max(Comparator.comparingInt(launch -> launch.launch().attempt().timesWrong()));
        if (wrong.isEmpty() || machines.isEmpty()) {
            machines.forEach(machine -> begin(machine, Optional.empty()));
        } else {
            wrong().forEach(failed ->
                    launches.put(failed, failed.with(LaunchDecider.end(failed.launch(), turn.now()))));
            begin(machines.get(0), wrong.map(MachineLaunch::launch));
        }
    }

    private List<MachineLaunch> wrong() {
        return launches.of(terms.capacityProvider()).stream()
                .filter(launch -> launch.launch().phase() == Phase.FAILED)
                .toList();
    }

    private PoolPauses pauses() {
        return turn.state().providerMemory(terms.capacityProvider()).pauses();
    }

    private List<Pool> pools(NeededMachine machine) {
        return Pool.of(offersLike(machine), terms.machines().buying());
    }

    private void begin(NeededMachine machine, Optional<Launch> wrong) {
        List<Pool> pools = pools(machine);
        LaunchTerms attempts = new LaunchTerms(
                turn.state().ids().cluster(),
                terms.capacityProvider(),
                pools,
                terms.machines().properties(),
                terms.machines().tags());
        Launch begun = first(pools, wrong)
                .map(pool -> LaunchDecider.begin(turn.newId().get(), attempts, pool, turn.now()))
                .orElseGet(() -> LaunchDecider.postpone(turn.newId().get(), attempts, pools.get(0), turn.now()));
        turn.transaction()
                .putLaunch(new MachineLaunch(
                        terms.capacityProvider(),
                        terms.machines().instanceProvider(),
                        wrong.map(failed -> LaunchDecider.inPlaceOf(failed, begun))
                                .orElse(begun),
                        pools,
                        new Room(machine.offer().cpu(), machine.offer().memory()),
                        machine.tasks(),
                        null));
    }

    private Optional<Pool> first(List<Pool> pools, Optional<Launch> wrong) {
        List<Pool> others = pools.stream()
                .filter(pool -> wrong.isEmpty() || !wrong.get().attempt().pool().equals(pool))
                .toList();
        return pauses().firstOpen(others, turn.now()).or(() -> pauses().firstOpen(pools, turn.now()));
    }

    /** The chosen one, then all others that do as well, the cheapest first. */
    private List<Offer> offersLike(NeededMachine machine) {
        List<TaskGroup> groups = waiting.stream()
                .filter(group -> machine.tasks().getOrDefault(group.id(), 0) > 0)
                .toList();
        Set<Offer> offers = new LinkedHashSet<>();
        offers.add(machine.offer());
        for (Offer offer : cheapestFirst) {
            boolean asLarge = offer.cpu() >= machine.offer().cpu()
                    && offer.memory() >= machine.offer().memory();
            if (asLarge && groups.stream().allMatch(group -> group.suits().on(offer.machineType(), offer.zone()))) {
                offers.add(offer);
            }
        }
        return List.copyOf(offers);
    }
}
