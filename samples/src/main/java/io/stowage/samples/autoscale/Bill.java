package io.stowage.samples.autoscale;

import io.stowage.runtime.ec2.fake.FakeMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What machines have cost, by the second, and how many there were at once. */
final class Bill {

    private static final double MILLIS_OF_HOUR = 3_600_000;

    private final List<FakeMachine> machines;
    private final Map<String, Double> prices;
    private final Instant now;

    /**
     * The bill of these machines.
     *
     * @param prices of an hour, by type; one that is left out isn't known
     * @param now until when those count that weren't told to end
     */
    Bill(List<FakeMachine> machines, Map<String, Double> prices, Instant now) {
        this.machines = List.copyOf(machines);
        this.prices = new TreeMap<>(prices);
        this.now = now;
    }

    /** A line for each type, and one for all. */
    String text() {
        Map<String, Integer> types = new TreeMap<>();
        machines.forEach(machine -> types.merge(machine.type(), 1, Integer::sum));
        StringBuilder text = new StringBuilder("The bill, in instance-hours\n");
        types.forEach((type, count) -> text.append(line(type, count, hours(type), cost(type))));
        double hours = types.keySet().stream().mapToDouble(this::hours).sum();
        double cost = types.keySet().stream().mapToDouble(this::cost).sum();
        return text.append(line("all", machines.size(), hours, cost)).toString().stripTrailing();
    }

    /** The most machines at once. */
    int mostAtOnce() {
        List<Map.Entry<Instant, Integer>> changes = machines.stream()
                .flatMap(machine -> Stream.of(Map.entry(machine.launchedAt(), 1), Map.entry(end(machine), -1)))
                // At one instant those that end go first.
                .sorted(Map.Entry.<Instant, Integer>comparingByKey()
                        .thenComparing(Map.Entry.comparingByValue(Comparator.naturalOrder())))
                .toList();
        int there = 0;
        int most = 0;
        for (Map.Entry<Instant, Integer> change : changes) {
            there += change.getValue();
            most = Math.max(most, there);
        }
        return most;
    }

    private double hours(String type) {
        return machines.stream()
                .filter(machine -> machine.type().equals(type))
                .mapToDouble(machine ->
                        Duration.between(machine.launchedAt(), end(machine)).toMillis() / MILLIS_OF_HOUR)
                .sum();
    }

    /** Not a number if the price isn't known. */
    private double cost(String type) {
        return hours(type) * prices.getOrDefault(type, Double.NaN);
    }

    private Instant end(FakeMachine machine) {
        return machine.endedAt() == null ? now : machine.endedAt();
    }

    private static String line(String what, int machines, double hours, double cost) {
        String price = Double.isNaN(cost) ? "" : String.format(Locale.ROOT, "  %8.4f USD", cost);
        return String.format(Locale.ROOT, "  %-12s %3d machines  %7.4f h%s%n", what, machines, hours, price);
    }
}
