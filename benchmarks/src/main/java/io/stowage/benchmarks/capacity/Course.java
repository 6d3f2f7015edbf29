package io.stowage.benchmarks.capacity;

import io.stowage.benchmarks.placement.JsonLine;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.testkit.provider.Catalog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the whole engine launches for services that are created one after the other, with as many tasks as there are pods of a real cluster: at most
 * 500 of them wait at a time, so that it decides again and again, and never sees all. Beside a bound on what they need together.
 */
final class Course {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int MOST_TURNS = 400;

    private final Pods pods;

    Course(Pods pods) {
        this.pods = pods;
    }

    void measure(JsonLine json) {
        Catalog catalog = new Catalog(MachineCatalog.all());
        double launched = launched(catalog);
        double bound = new CostBound(pods, catalog.machineTypes(), CostBound::price, MOST_TURNS).find();
        System.err.printf(Locale.ROOT, "course: %.3f launched, at least %.3f needed%n", launched, bound);
        json.put("coursePriceRatio", launched / bound, 4);
    }

    private double launched(Catalog catalog) {
        try (CloudCluster cluster = new CloudCluster(1, catalog)) {
            pods.counts().forEach((size, count) -> cluster.service(size.family(), size.containers(), count));
            cluster.awaitRunning(pods.total(), PATIENCE);
            return cluster.machines().stream()
                    .mapToDouble(machine ->
                            price(catalog.machineTypes(), machine.request().machineType()))
                    .sum();
        }
    }

    private static double price(List<MachineType> types, String name) {
        return types.stream()
                .filter(type -> type.name().equals(name))
                .mapToDouble(type -> Objects.requireNonNull(type.hourlyPrice()))
                .findFirst()
                .orElseThrow();
    }
}
