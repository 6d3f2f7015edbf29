package io.stowage.benchmarks.capacity;

import io.stowage.benchmarks.placement.JsonLine;
import io.stowage.core.state.MachineLaunch;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How much more is launched for the pods of a real cluster than any packing needs: the machines that one decision launches beside a bound that is
 * worked out without the planner, once by what they cost, of 200 types, and once by their number, of one type.
 */
final class Optimum {

    private static final int MOST_TURNS = 400;

    private final List<Pods> windows;

    Optimum(List<Pods> windows) {
        this.windows = windows;
    }

    /** Puts the worst of all windows. */
    void measure(JsonLine json) {
        double price = 0;
        double number = 0;
        for (Pods pods : windows) {
            price = Math.max(price, ofPrice(pods));
            number = Math.max(number, ofNumber(pods));
        }
        json.put("windows", windows.size())
                .put("optimumRatio", Math.max(price, number), 4)
                .put("priceRatio", price, 4)
                .put("instancesRatio", number, 4);
    }

    private static double ofPrice(Pods pods) {
        List<MachineType> types = MachineCatalog.all();
        Map<String, Double> prices = new HashMap<>();
        types.forEach(type -> prices.put(type.name(), CostBound.price(type)));
        double launched = launched(pods, types)
                .mapToDouble(machine -> Objects.requireNonNull(
                        prices.get(machine.launch().attempt().pool().machineType())))
                .sum();
        return ratio("price", launched, new CostBound(pods, types, CostBound::price, MOST_TURNS).find());
    }

    /** No packing has half a machine. */
    private static double ofNumber(Pods pods) {
        List<MachineType> types = List.of(MachineCatalog.large());
        double bound = new CostBound(pods, types, type -> 1, MOST_TURNS).find();
        return ratio("instances", (int) launched(pods, types).count(), Math.ceil(bound - 1e-6));
    }

    private static double ratio(String of, double launched, double bound) {
        System.err.printf(Locale.ROOT, "%s: %.3f launched, at least %.3f needed%n", of, launched, bound);
        return launched / bound;
    }

    static Stream<MachineLaunch> launched(Pods pods, List<MachineType> types) {
        WaitingCluster cluster = new WaitingCluster(types);
        pods.counts()
                .forEach((size, count) ->
                        cluster.add(size.definition(WaitingCluster.PREFIX), "service:" + size.family(), count));
        cluster.decide();
        return cluster.launches().stream();
    }
}
