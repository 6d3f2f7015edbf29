package io.stowage.core.capacity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What real tasks need, what real clouds offer, and what machines for them cost at least. */
final class Fleets {

    private static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");
    private static final int[] SIZES = {2, 4, 8, 16, 32, 48, 64, 96, 192};

    private Fleets() {}

    /** So many pods of openb, drawn at random, by what they ask for. */
    static List<TaskGroup> openb(long seed, int tasks) {
        List<int[]> pods = pods();
        Random random = new Random(seed);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < tasks; i++) {
            int[] pod = pods.get(random.nextInt(pods.size()));
            counts.merge(pod[0] + "/" + pod[1], 1, Integer::sum);
        }
        List<TaskGroup> groups = new ArrayList<>();
        counts.forEach((demand, count) -> {
            String[] parts = demand.split("/", -1);
            groups.add(new TaskGroup(demand, count, Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
        });
        return groups;
    }

    private static List<int[]> pods() {
        List<int[]> pods = new ArrayList<>();
        InputStream csv = Fleets.class.getResourceAsStream("/openb/demands.csv");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            lines.lines().skip(2).map(line -> line.split(",", -1)).forEach(row -> {
                int[] pod = {Integer.parseInt(row[0]) * 1024 / 1000, Integer.parseInt(row[1])};
                for (int i = 0; i < Integer.parseInt(row[2]); i++) {
                    pods.add(pod);
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return pods;
    }

    /** Three families of 2, 4 and 8 GiB for a virtual CPU at the prices that such have, in nine sizes and three zones. */
    static List<Offer> cloud() {
        List<Offer> offers = new ArrayList<>();
        family(offers, "c", 2, 0.0446);
        family(offers, "m", 4, 0.0504);
        family(offers, "r", 8, 0.0662);
        return offers;
    }

    private static void family(List<Offer> offers, String name, int gib, double priceOfCpu) {
        for (int cpus : SIZES) {
            for (String zone : ZONES) {
                offers.add(new Offer(name + "." + cpus, zone, cpus * 1024, cpus * gib * 1000, cpus * priceOfCpu));
            }
        }
    }

    static double cost(List<NeededMachine> machines) {
        return machines.stream().mapToDouble(machine -> machine.offer().price()).sum();
    }

    /**
     * No machines for all of these tasks cost less. With any weights of cpu and memory that make 1 together, no machine can hold more than its
     * whole self; so its tasks have at most its price, if each is given the share that it takes of where that costs least.
     */
    static double leastCost(List<TaskGroup> groups, List<Offer> offers) {
        double bound = 0;
        for (int cpu = 0; cpu <= 100; cpu++) {
            double weight = cpu / 100.0;
            bound = Math.max(
                    bound,
                    groups.stream()
                            .mapToDouble(group -> group.tasks() * leastCost(group, offers, weight))
                            .sum());
        }
        return bound;
    }

    private static double leastCost(TaskGroup group, List<Offer> offers, double weight) {
        return offers.stream()
                .filter(offer -> offer.cpu() >= group.cpu() && offer.memory() >= group.memory())
                .mapToDouble(offer -> offer.price()
                        * (weight * group.cpu() / offer.cpu() + (1 - weight) * group.memory() / offer.memory()))
                .min()
                .orElseThrow();
    }
}
