package io.stowage.core.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which container instance is replaced since it is too old: one at a time, the oldest first. It drains, its tasks start elsewhere, and what they
 * miss there is launched like anything else that is missing.
 */
public final class Refresh {

    /**
     * A container instance of the capacity provider.
     *
     * @param id its own
     * @param launchedAt when its machine was launched
     * @param leaving whether it drains or is being terminated, for whatever reason
     */
    public record Instance(String id, Instant launchedAt, boolean leaving) {}

    private Refresh() {}

    /**
     * The id of the one that is to drain now; empty if none is old enough, or one is leaving, or a machine is still coming.
     *
     * @param maximumAge from the launch on
     * @param coming machines whose launch is decided and that take no tasks yet
     */
    public static Optional<String> next(List<Instance> instances, Duration maximumAge, int coming, Instant now) {
        if (coming > 0 || instances.stream().anyMatch(Instance::leaving)) {
            return Optional.empty();
        }
        return instances.stream()
                .filter(instance -> !now.isBefore(instance.launchedAt().plus(maximumAge)))
                .min(Comparator.comparing(Instance::launchedAt).thenComparing(Instance::id))
                .map(Instance::id);
    }

    /** When the next one is old enough; empty if there is none. */
    public static Optional<Instant> dueAt(List<Instance> instances, Duration maximumAge) {
        return instances.stream()
                .map(instance -> instance.launchedAt().plus(maximumAge))
                .min(Comparator.naturalOrder());
    }
}
