package io.stowage.benchmarks.placement;

import io.stowage.benchmarks.Arguments;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
import io.stowage.model.PlacementStrategyType;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Holds the planner against ECS's pipeline, word for word, over random cases: {@code benchmarks/run placementcases}. Some cases after each
 * other are of one cluster that changes in between, so that what the planner keeps is held against what it would build anew. Prints one line
 * of JSON on standard output, and the first differences on standard error. Exits with 1 if there was one.
 */
public final class PlacementCases {

    private static final int CASES_OF_A_CLUSTER = 6;
    private static final int MOST_TOLD = 10;

    private final PrintStream out;
    private final PrintStream differences;
    private int placed;
    private int refused;
    private int wrong;

    PlacementCases(PrintStream out, PrintStream differences) {
        this.out = out;
        this.differences = differences;
    }

    /** Runs from the command line. */
    public static void main(String[] words) {
        boolean sound;
        try {
            Map<String, Long> defaults = new LinkedHashMap<>();
            defaults.put("cases", 1_000_000L);
            defaults.put("seed", 1L);
            Arguments arguments = new Arguments(defaults, words);
            sound = new PlacementCases(System.out, System.err).run(arguments.of("cases"), arguments.of("seed"));
        } catch (IllegalArgumentException bad) {
            System.err.println(bad.getMessage());
            System.exit(2);
            return;
        }
        System.exit(sound ? 0 : 1);
    }

    /** True if all is as the pipeline says. */
    boolean run(int cases, long seed) {
        long began = System.nanoTime();
        for (int done = 0; done < cases; done += CASES_OF_A_CLUSTER) {
            cluster(seed + done, Math.min(CASES_OF_A_CLUSTER, cases - done));
        }
        out.printf(
                Locale.ROOT,
                "{\"cases\":%d,\"tasksPlaced\":%d,\"requestsNotMet\":%d,\"differences\":%d,\"wallMillis\":%d}%n",
                cases,
                placed,
                refused,
                wrong,
                (System.nanoTime() - began) / 1_000_000);
        return wrong == 0;
    }

    private void cluster(long seed, int cases) {
        Random draw = new Random(seed);
        RandomClusters random = new RandomClusters(draw);
        Hosts hosts = random.cluster();
        PlacementRequest request = random.request();
        for (int i = 0; i < cases; i++) {
            String difference = difference(request, hosts, draw);
            if (difference != null && wrong++ < MOST_TOLD) {
                differences.println("case " + i + " of the cluster of seed " + seed + ": " + difference);
            }
            random.change(hosts);
            request = draw.nextBoolean() ? random.request() : random.another(request);
        }
    }

    /** What is not as the pipeline says; null if all is. Half of the plans are carried out. */
    private @Nullable String difference(PlacementRequest request, Hosts hosts, Random draw) {
        Hosts after = draw.nextBoolean() ? hosts : hosts.copy();
        Placement placement = Placer.place(request, hosts.inventory(), bound -> draw.nextInt((int) bound));
        boolean draws = request.strategies().stream().anyMatch(each -> each.type() == PlacementStrategyType.RANDOM);
        for (String chosen : placement.instanceIds()) {
            var best = Pipeline.best(request, after.byId.values());
            boolean right = best.stream().limit(draws ? best.size() : 1).anyMatch(each -> each.id.equals(chosen));
            if (!right) {
                return request + " went to " + chosen + ", not to " + best + ", in " + after.byId;
            }
            after.get(chosen).take(request.demand(), request.group());
            after.changed(chosen);
            placed++;
        }
        return differenceInFailure(request, placement, after);
    }

    /** As many as possible are placed, and where that is not all it is said why. */
    private @Nullable String differenceInFailure(PlacementRequest request, Placement placement, Hosts after) {
        int unplaced = request.count() - placement.instanceIds().size();
        PlacementFailure failure = placement.failure();
        if (unplaced == 0) {
            return failure == null ? null : request + " was placed and failed: " + failure;
        }
        refused++;
        if (failure == null || failure.unplaced() != unplaced) {
            return request + " failed " + unplaced + " times, not as in " + failure;
        }
        if (!Pipeline.best(request, after.byId.values()).isEmpty()) {
            return request + " could go on in " + after.byId;
        }
        int removed = failure.removedBy().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        boolean closest = failure.closestInstanceId() != null;
        boolean active = after.byId.values().stream().anyMatch(each -> each.active);
        return removed == after.byId.size() && closest == active ? null : failure + " of " + after.byId;
    }
}
