package io.stowage.core.placement;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says why no instance can take another task of a group.
 *
 * <p>The closest instance is the one that got furthest through the questions: is it ACTIVE, is its agent connected, are its resources
 * enough, does it meet the constraints. Among those that lack resources it is the one that lacks the fewest, then the one with the least
 * id.
 */
final class Explanation {

    private static final String NO_ACTIVE_INSTANCES = "NO ACTIVE INSTANCES";
    private static final String NONE_FOUND = "No Container Instances were found in your cluster.";

    private Explanation() {}

    static PlacementFailure of(Candidates candidates, int unplaced) {
        Map<Misfit, Integer> counts = new EnumMap<>(Misfit.class);
        Candidate closest = null;
        int closestMisfits = 0;
        for (Candidate instance : candidates.all()) {
            int misfits = candidates.misfits(instance);
            counts.merge(Objects.requireNonNull(Misfit.first(misfits)), 1, Integer::sum);
            if (closest == null || distance(misfits) < distance(closestMisfits)) {
                closest = instance;
                closestMisfits = misfits;
            }
        }
        return failure(unplaced, removedBy(counts), closest, Misfit.first(closestMisfits));
    }

    private static PlacementFailure failure(
            int unplaced, Map<String, Integer> removedBy, @Nullable Candidate closest, @Nullable Misfit misfit) {
        if (closest == null || misfit == Misfit.INACTIVE) {
            return new PlacementFailure(unplaced, NO_ACTIVE_INSTANCES, NONE_FOUND, removedBy, null);
        }
        Misfit why = Objects.requireNonNull(misfit);
        String message = "The closest matching (container-instance " + closest.id() + ") " + why.event();
        return new PlacementFailure(unplaced, why.reason(), message, removedBy, closest.id());
    }

    /** By ECS's words: two misfits may have the same one. */
    private static Map<String, Integer> removedBy(Map<Misfit, Integer> counts) {
        Map<String, Integer> removedBy = new LinkedHashMap<>();
        counts.forEach((misfit, count) -> removedBy.merge(misfit.reason(), count, Integer::sum));
        return removedBy;
    }

    /** Smaller is closer. An earlier question weighs more than all later ones; resources weigh the same among each other. */
    private static int distance(int misfits) {
        int distance = (misfits & Misfit.INACTIVE.bit()) != 0 ? 1_000 : 0;
        distance += (misfits & Misfit.AGENT.bit()) != 0 ? 100 : 0;
        distance += 10 * Integer.bitCount(misfits & RESOURCES);
        return distance + Integer.bitCount(misfits & CONSTRAINTS);
    }

    private static final int RESOURCES = Misfit.CPU.bit()
            | Misfit.MEMORY.bit()
            | Misfit.GPU.bit()
            | Misfit.PORT_TAKEN.bit()
            | Misfit.TOO_MANY_PORTS.bit();
    private static final int CONSTRAINTS = Misfit.NOT_DISTINCT.bit() | Misfit.NOT_MEMBER.bit();
}
