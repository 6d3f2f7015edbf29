package io.stowage.benchmarks.capacity;

import io.stowage.benchmarks.placement.JsonLine;
import io.stowage.model.ContainerDefinition;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.runtime.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many machines come and go by themselves while services keep their size and their tasks fail now and then, at any time between a few seconds and
 * twelve hours after their start, and are replaced. None should.
 */
final class SteadyLoad {

    private static final Duration TO_BEGIN = Duration.ofMinutes(30);
    /** By then whatever was too much at the beginning is given back. */
    private static final Duration TO_SETTLE = Duration.ofHours(2);

    private static final Duration LONGEST_LIFE = Duration.ofHours(12);
    private static final int ALL = 1_000_000;
    private static final int FAILED = 1;

    /** CPU units and MiB, by the service's name. */
    private static final Map<String, Integer> SIZES =
            Map.of("tiny", 256, "small", 512, "even", 1_024, "odd", 1_400, "large", 3_000);

    private static final int TASKS_OF_EACH = 15;

    private final long seed;
    private final int hours;

    SteadyLoad(long seed, int hours) {
        this.seed = seed;
        this.hours = hours;
    }

    /** True if none came and none went. */
    boolean measure(JsonLine json) {
        try (CloudCluster cluster = new CloudCluster(seed, Catalog.PLAIN)) {
            cluster.define("app", Behaviour.exiting(new Behaviour.Exits(ALL, LONGEST_LIFE, FAILED)));
            new TreeMap<>(SIZES).forEach((name, size) -> cluster.service(name, containers(size), TASKS_OF_EACH));
            cluster.awaitRunning(TASKS_OF_EACH * SIZES.size(), TO_BEGIN);
            cluster.pass(TO_SETTLE);
            int launched = cluster.machines().size();
            int ended = cluster.ended();
            int made = cluster.containers();
            cluster.pass(Duration.ofHours(hours));
            int launches = cluster.machines().size() - launched;
            int terminations = cluster.ended() - ended;
            json.put("steadyHours", hours)
                    .put("steadyMachines", launched - ended)
                    .put("steadyReplacements", cluster.containers() - made)
                    .put("steadyLaunches", launches)
                    .put("steadyTerminations", terminations);
            return launches + terminations == 0;
        }
    }

    private static List<ContainerDefinition> containers(int size) {
        return List.of(ContainerDefinition.builder()
                .name("main")
                .image("app")
                .cpu(size)
                .memory(size)
                .build());
    }
}
