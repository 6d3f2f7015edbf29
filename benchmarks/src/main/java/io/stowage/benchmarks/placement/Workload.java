package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Equal hosts in three zones, and the tasks of one service, each of a size of its own. */
final class Workload {

    static final int HOST_CPU = 16_384;
    static final int HOST_MEMORY = 65_536;
    static final int ZONES = 3;
    static final String GROUP = "service:benchmark";

    private static final int[] CPU = {128, 256, 512, 1024, 2048};
    private static final int[] MEMORY = {128, 256, 512, 1024, 2048, 4096};

    private final Random random;

    Workload(long seed) {
        this.random = new Random(seed);
    }

    Demand next() {
        int cpu = CPU[random.nextInt(CPU.length)];
        return new Demand(cpu, MEMORY[random.nextInt(MEMORY.length)], 0, List.of());
    }

    List<Demand> next(int count) {
        List<Demand> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(next());
        }
        return tasks;
    }

    static String hostId(int number) {
        return "i-%08d".formatted(number);
    }

    static String zone(int number) {
        return "zone-" + number % ZONES;
    }

    static Hosts hosts(int count) {
        Hosts hosts = new Hosts();
        for (int i = 0; i < count; i++) {
            Host host = new Host(hostId(i), HOST_CPU, HOST_MEMORY, 0);
            host.attributes.put("ecs.availability-zone", zone(i));
            hosts.add(host);
        }
        return hosts;
    }

    /** How a strategy of the command line chooses. */
    static List<PlacementStrategy> strategies(String name) {
        return switch (name) {
            case "binpack" ->
                List.of(
                        new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu"),
                        new PlacementStrategy(PlacementStrategyType.BINPACK, "memory"));
            case "spread" ->
                List.of(
                        new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
                        new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"));
            case "default" -> List.of();
            default ->
                throw new IllegalArgumentException(
                        "--strategy is \"" + name + "\"; it must be binpack, spread or default");
        };
    }

    static PlacementRequest request(Demand demand, List<PlacementStrategy> strategies) {
        return new PlacementRequest(GROUP, demand, 1, List.of(), strategies, true);
    }
}
