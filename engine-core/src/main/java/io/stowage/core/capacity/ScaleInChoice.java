package io.stowage.core.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which container instances leave when a capacity provider shrinks.
 *
 * <p>Those with the fewest tasks go first; of these one of the zone with the most instances; of these the one that was registered first, since it
 * has the oldest image. Under managed termination protection only those without tasks go. None goes that is warming up, or has a task that is
 * protected from scale-in.
 */
public final class ScaleInChoice {

    /**
     * A container instance that takes tasks.
     *
     * @param id its own
     * @param zone its availability zone
     * @param tasks that are not over and no daemon's
     * @param protectedTasks how many of them are protected from scale-in
     * @param registeredAt when it became a container instance
     */
    public record Instance(String id, String zone, int tasks, int protectedTasks, Instant registeredAt) {}

    private static final Comparator<Instance> BY_AGE =
            Comparator.comparing(Instance::registeredAt).thenComparing(Instance::id);

    private ScaleInChoice() {}

    /**
     * The ids of those that leave, in this order; fewer than asked for if no more may. One that is spared for now counts as one of those that go,
     * as it will: no other with more tasks leaves in its place.
     *
     * @param instances all that take tasks: the zones are balanced over them
     * @param wanted how many
     * @param terminationProtection whether those with tasks are spared
     * @param warmUp how long one is spared after it was registered
     */
    public static List<String> choose(
            List<Instance> instances, int wanted, boolean terminationProtection, Duration warmUp, Instant now) {
        Map<String, Integer> zones = new TreeMap<>();
        instances.forEach(instance -> zones.merge(instance.zone(), 1, Integer::sum));
        List<Instance> left = new ArrayList<>(instances.stream()
                .filter(instance -> mayLeave(instance, terminationProtection))
                .toList());
        Predicate<Instance> spared =
                instance -> now.isBefore(instance.registeredAt().plus(warmUp));
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < wanted && !left.isEmpty(); i++) {
            Instance next = next(left, spared, zones);
            left.remove(next);
            zones.merge(next.zone(), -1, Integer::sum);
            if (!spared.test(next)) {
                chosen.add(next.id());
            }
        }
        return chosen;
    }

    private static boolean mayLeave(Instance instance, boolean terminationProtection) {
        return instance.tasks() == 0 || (!terminationProtection && instance.protectedTasks() == 0);
    }

    private static Instance next(List<Instance> left, Predicate<Instance> spared, Map<String, Integer> zones) {
        return left.stream()
                .min(Comparator.comparingInt(Instance::tasks)
                        .thenComparing(spared::test)
                        .thenComparing(instance -> -zones.getOrDefault(instance.zone(), 0))
                        .thenComparing(BY_AGE))
                .orElseThrow();
    }
}
