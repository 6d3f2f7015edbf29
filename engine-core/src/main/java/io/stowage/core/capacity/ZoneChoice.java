package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives each machine a zone: of the preferred type of its kind, the one with the fewest machines by then. */
final class ZoneChoice {

    private ZoneChoice() {}

    static List<NeededMachine> spread(Waiting waiting, List<Load> loads, Map<String, Integer> zones) {
        Map<String, Integer> machines = new TreeMap<>(zones);
        List<NeededMachine> needed = new ArrayList<>();
        for (Load load : loads) {
            Offer offer = choose(load.kind().offers(), machines);
            machines.merge(offer.zone(), 1, Integer::sum);
            needed.add(new NeededMachine(offer, tasks(waiting, load.tasks())));
        }
        needed.sort(Comparator.comparingInt(NeededMachine::taskCount).reversed());
        return needed;
    }

    /** @param offers not empty */
    static Offer choose(List<Offer> offers, Map<String, Integer> machines) {
        return offers.stream()
                .filter(offer -> offer.machineType().equals(offers.get(0).machineType()))
                .min(Comparator.comparingInt(offer -> machines.getOrDefault(offer.zone(), 0)))
                .orElseThrow();
    }

    private static Map<String, Integer> tasks(Waiting waiting, int[] counts) {
        Map<String, Integer> tasks = new TreeMap<>();
        for (int g = 0; g < counts.length; g++) {
            if (counts[g] > 0) {
                tasks.put(waiting.groups.get(g).id(), counts[g]);
            }
        }
        return tasks;
    }
}
