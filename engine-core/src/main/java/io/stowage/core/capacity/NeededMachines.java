package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which machines to launch for the tasks that wait.
 *
 * <p>The machines that are coming are filled first: with what they were launched for, then with whatever fits. For the rest the cheapest machines are
 * sought: exactly where the tasks are few or much alike, else by {@link SeededPacking} over all kinds of machines and over each kind alone. Of equal
 * cost the fewest machines win. Machines that may be in several zones go where the fewest are.
 */
public final class NeededMachines {

    private static final long STEPS_OF_EXACT = 1_000_000;
    private static final int MOST_TRIED = 16;
    private static final int WORK = 20_000;

    private final Waiting waiting;
    private final int[] left;
    private final Map<String, Integer> unplaceable = new TreeMap<>();

    private NeededMachines(List<TaskGroup> groups) {
        waiting = new Waiting(groups);
        left = waiting.counts();
    }

    /**
     * The machines that are needed.
     *
     * @param groups of waiting tasks, each with an id of its own
     * @param coming in the order in which they are filled
     * @param offers what may be launched, the preferred ones first among equals
     * @param zones how many machines there are in a zone, those that are coming included; one that is left out has none
     */
    public static Needed decide(
            List<TaskGroup> groups, List<ComingMachine> coming, List<Offer> offers, Map<String, Integer> zones) {
        return decide(groups, coming, List.of(), offers, zones);
    }

    /**
     * The same.
     *
     * @param postponed machines of which nobody knows when they come: only what fits on none of the others is for them. Their places are after theirs
     */
    public static Needed decide(
            List<TaskGroup> groups,
            List<ComingMachine> coming,
            List<ComingMachine> postponed,
            List<Offer> offers,
            Map<String, Integer> zones) {
        if (groups.isEmpty()) {
            return new Needed(List.of(), List.of(), new TreeMap<>());
        }
        NeededMachines needed = new NeededMachines(groups);
        List<Integer> used = new ArrayList<>(needed.fill(coming));
        needed.fill(postponed).forEach(place -> used.add(coming.size() + place));
        List<Kind> kinds = Kinds.of(needed.waiting, offers);
        double[] worth = Worth.of(needed.waiting, kinds);
        needed.setAside(worth);
        List<Load> loads = needed.cheapest(kinds, worth);
        return new Needed(ZoneChoice.spread(needed.waiting, loads, zones), used, needed.unplaceable);
    }

    /**
     * So many machines: of those that are needed the first ones, then spare ones, each like the first that is needed; if none is, the cheapest.
     *
     * @param offers not empty, unless no spare ones are to be had
     * @param zones how many machines there are in a zone
     */
    public static List<NeededMachine> pick(
            Needed needed, int machines, List<Offer> offers, Map<String, Integer> zones) {
        List<NeededMachine> picked = new ArrayList<>(needed.machines()
                .subList(0, Math.min(machines, needed.machines().size())));
        Map<String, Integer> inZone = new TreeMap<>(zones);
        picked.forEach(machine -> inZone.merge(machine.offer().zone(), 1, Integer::sum));
        while (picked.size() < machines && !offers.isEmpty()) {
            Offer spare = ZoneChoice.choose(spares(picked, offers), inZone);
            inZone.merge(spare.zone(), 1, Integer::sum);
            picked.add(new NeededMachine(spare, Collections.emptyMap()));
        }
        return picked;
    }

    private static List<Offer> spares(List<NeededMachine> picked, List<Offer> offers) {
        Offer like = picked.isEmpty()
                ? offers.stream().min(Comparator.comparingDouble(Offer::price)).orElseThrow()
                : picked.get(0).offer();
        return offers.stream()
                .filter(offer -> offer.machineType().equals(like.machineType()) && offer.price() == like.price())
                .toList();
    }

    /** The places of those that are needed. */
    private List<Integer> fill(List<ComingMachine> coming) {
        List<Filling> fillings = new ArrayList<>();
        boolean[] used = new boolean[coming.size()];
        for (int m = 0; m < coming.size(); m++) {
            ComingMachine machine = coming.get(m);
            Filling filling = new Filling(
                    waiting,
                    waiting.suits(machine.machineType(), machine.zone()),
                    machine.cpu(),
                    machine.memory(),
                    waiting.numbered(machine.claims()));
            for (int g = 0; g < left.length; g++) {
                int meant = machine.tasks().getOrDefault(waiting.groups.get(g).id(), 0);
                used[m] |= fill(filling, g, Math.min(meant, left[g]));
            }
            fillings.add(filling);
        }
        List<Integer> needed = new ArrayList<>();
        int[] largestFirst = Worth.largestFirst(waiting);
        for (int m = 0; m < used.length; m++) {
            for (int g : largestFirst) {
                used[m] |= fill(fillings.get(m), g, left[g]);
            }
            if (used[m]) {
                needed.add(m);
            }
        }
        return needed;
    }

    private boolean fill(Filling filling, int group, int wanted) {
        int count = filling.room(group, wanted);
        filling.add(group, count);
        left[group] -= count;
        return count > 0;
    }

    private void setAside(double[] worth) {
        for (int g = 0; g < left.length; g++) {
            if (left[g] > 0 && Double.isInfinite(worth[g])) {
                unplaceable.put(waiting.groups.get(g).id(), left[g]);
                left[g] = 0;
            }
        }
    }

    private List<Load> cheapest(List<Kind> kinds, double[] worth) {
        Optional<List<Load>> exact = ExactPacking.pack(waiting, kinds, left, STEPS_OF_EXACT);
        if (exact.isPresent()) {
            return exact.get();
        }
        int tried = mostTried(kinds);
        List<List<Load>> packings = new ArrayList<>();
        packings.add(SeededPacking.pack(waiting, kinds, worth, left, 1));
        if (tried > 1) {
            packings.add(SeededPacking.pack(waiting, kinds, worth, left, tried));
            kinds.stream()
                    .filter(this::takesAll)
                    .forEach(kind -> packings.add(SeededPacking.pack(waiting, List.of(kind), worth, left, tried)));
        }
        return packings.stream().min(Comparator.comparingLong(Load::cost)).orElseThrow();
    }

    /** The more groups and kinds there are, the less is tried: a turn may not take long. */
    private int mostTried(List<Kind> kinds) {
        return Math.max(1, Math.min(MOST_TRIED, WORK / (kinds.size() * left.length)));
    }

    private boolean takesAll(Kind kind) {
        Filling empty = new Filling(waiting, kind);
        for (int g = 0; g < left.length; g++) {
            if (left[g] > 0 && empty.room(g, 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
