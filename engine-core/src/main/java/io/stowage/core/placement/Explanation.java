package io.stowage.core.placement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Says why no instance can take another task of a group.
 *
 * <p>The closest instance is the one that got furthest through the questions: is it of the capacity provider, is it ACTIVE, is its agent connected, are its resources
 * enough, does it meet the constraints. Among those that lack resources it is the one that lacks the fewest, then the one with the least
 * id.
 */
final class Explanation {

    /** As many trailing zeros as 0 has: where nothing is in the way. */
    private static final int MOST_MISFITS = Integer.SIZE;

    private static final String NO_ACTIVE_INSTANCES = "NO ACTIVE INSTANCES";
    private static final String NONE_FOUND = "No Container Instances were found in your cluster.";
    private static final String EMPTY_PROVIDER = "EMPTY CAPACITY PROVIDER";
    private static final String NONE_OF_PROVIDER = "No Container Instances were found in your capacity provider.";

    private static final String NO_FARGATE = "RESOURCE:FARGATE";
    private static final String FARGATE_UNAVAILABLE =
            "Capacity is unavailable at this time. Please try again later or in a different availability zone.";

    private Explanation() {}

    /** Remembered for as long as nothing changes. */
    static PlacementFailure of(Ranking ranking, PlacementRequest request, int unplaced) {
        PlacementFailure failure = ranking.explanations().of(request.demand(), d -> explain(ranking, request));
        return failure.of(unplaced);
    }

    static PlacementFailure of(ScannedPlacement scanned, PlacementRequest request, int unplaced) {
        return explain(scanned, request).of(unplaced);
    }

    /** How many instances a task could go to, and how many not for which reason. */
    static Explained before(Judged instances, PlacementRequest request, Supplier<Placement> placement) {
        int[] counts = new int[MOST_MISFITS + 1];
        for (int row = 0; row < instances.rowCount(); row++) {
            if (instances.present(row)) {
                counts[Integer.numberOfTrailingZeros(instances.misfits(row, request.demand()))]++;
            }
        }
        return new Explained(counts[MOST_MISFITS], removedBy(counts), placement.get());
    }

    private static PlacementFailure explain(Judged instances, PlacementRequest request) {
        int[] counts = new int[MOST_MISFITS + 1];
        int closest = -1;
        int closestMisfits = 0;
        for (int row = 0; row < instances.rowCount(); row++) {
            if (instances.present(row)) {
                int misfits = instances.misfits(row, request.demand());
                counts[Integer.numberOfTrailingZeros(misfits)]++;
                if (closest < 0 || closer(instances, row, misfits, closest, closestMisfits)) {
                    closest = row;
                    closestMisfits = misfits;
                }
            }
        }
        InstanceView instance = closest < 0 ? null : instances.instanceAsPlanned(closest);
        boolean noneOfProvider = instance == null || Misfit.first(closestMisfits) == Misfit.FOREIGN;
        if (Fargate.is(request.demand().capacityProvider())) {
            List<Lack> lacks =
                    instance == null || noneOfProvider ? List.of() : Lacks.of(request, instance, closestMisfits);
            return new PlacementFailure(1, NO_FARGATE, FARGATE_UNAVAILABLE, removedBy(counts), null, lacks);
        }
        if (noneOfProvider && request.demand().capacityProvider() != null) {
            return new PlacementFailure(1, EMPTY_PROVIDER, NONE_OF_PROVIDER, removedBy(counts), null, List.of());
        }
        if (instance == null || noneOfProvider || Misfit.first(closestMisfits) == Misfit.INACTIVE) {
            return new PlacementFailure(1, NO_ACTIVE_INSTANCES, NONE_FOUND, removedBy(counts), null, List.of());
        }
        Misfit why = Objects.requireNonNull(Misfit.first(closestMisfits));
        List<Lack> lacks = Lacks.of(request, instance, closestMisfits);
        return new PlacementFailure(1, why.reason(), closest(instance, why), removedBy(counts), instance.id(), lacks);
    }

    /** What is in the way on the closest instance. */
    static String closest(InstanceView instance, Misfit why) {
        return "The closest matching (container-instance " + instance.id() + ") " + why.event();
    }

    private static boolean closer(Judged instances, int row, int misfits, int than, int thanMisfits) {
        int by = Integer.compare(distance(misfits), distance(thanMisfits));
        return by < 0 || (by == 0 && instances.label(row) < instances.label(than));
    }

    /** By ECS's words: two misfits may have the same one. Counts are by the bit of the misfit. */
    private static Map<String, Integer> removedBy(int[] counts) {
        Map<String, Integer> removedBy = new LinkedHashMap<>();
        for (Misfit misfit : Misfit.values()) {
            int count = counts[Integer.numberOfTrailingZeros(misfit.bit())];
            if (count > 0) {
                removedBy.merge(misfit.reason(), count, Integer::sum);
            }
        }
        return removedBy;
    }

    /** Smaller is closer. An earlier question weighs more than all later ones; resources weigh the same among each other. */
    private static int distance(int misfits) {
        int distance = (misfits & Misfit.FOREIGN.bit()) != 0 ? 10_000 : 0;
        distance += (misfits & Misfit.INACTIVE.bit()) != 0 ? 1_000 : 0;
        distance += (misfits & Misfit.AGENT.bit()) != 0 ? 100 : 0;
        distance += 10 * Integer.bitCount(misfits & RESOURCES);
        return distance + Integer.bitCount(misfits & CONSTRAINTS);
    }

    private static final int RESOURCES = Misfit.CPU.bit()
            | Misfit.MEMORY.bit()
            | Misfit.GPU.bit()
            | Misfit.PORT_TAKEN.bit()
            | Misfit.TOO_MANY_PORTS.bit()
            | Misfit.ATTRIBUTE.bit();
    private static final int CONSTRAINTS = Misfit.NOT_DISTINCT.bit() | Misfit.NOT_MEMBER.bit() | Misfit.REFUSED.bit();
}
