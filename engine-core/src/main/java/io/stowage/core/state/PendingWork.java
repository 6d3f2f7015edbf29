package io.stowage.core.state;

import io.stowage.core.placement.Admission;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Services with tasks that fit nowhere, until they could.
 *
 * <p>A task that fitted on no instance can fit only on one that has changed since. So each service waits with what its tasks take, and is looked at
 * again when an instance has changed that has so much left, the ports free and the attributes. Constraints are left to placement: whoever waits in
 * vain for an instance that they forbid is tried once too often, and never once too little.
 *
 * <p>Where the tasks on an instance count among the constraints, or the host application's filters are asked, tasks that start, run or stop on an
 * instance change it, too. That happens all the time, and to try such a service may cost a look at each instance: so the constraints and the
 * filters are asked as well, of the instances that have changed and of no others, and it is tried when one of them has nothing against it.
 */
final class PendingWork {

    /** Comparing takes some nanoseconds; where it would take a millisecond, all are tried again instead. */
    private static final long MOST_COMPARISONS = 100_000;

    /** For each that waits what it waits for: once for each capacity provider that it does so for. */
    private final Map<String, List<Waiting>> waiting = new LinkedHashMap<>();

    private int size;
    /** How many of them wait for changes of what tasks are where. Mostly none. */
    private int byTasks;
    /** Instances that have more left than before, or are something else, since it was looked at last. Empty while nothing waits. */
    private final Set<InstanceState> changed = new LinkedHashSet<>();
    /** Instances that other tasks are on, or run on, than before. Empty while nothing waits for that. */
    private final Set<InstanceState> otherTasks = new LinkedHashSet<>();

    /**
     * What a service waits for.
     *
     * @param demand what each of its tasks takes
     * @param byTasks what an instance has to meet, if that depends on the tasks that are on it; else null
     */
    private record Waiting(Demand demand, @Nullable Admission byTasks) {

        boolean couldFit(InstanceState instance) {
            return Fits.fits(demand, instance) && (byTasks == null || byTasks.admits(instance));
        }
    }

    /** Beside what it waits for on instances of other capacity providers. */
    void add(String service, Demand demand, @Nullable Admission ifByTasks) {
        remove(service, its -> Objects.equals(its.demand.capacityProvider(), demand.capacityProvider()));
        waiting.computeIfAbsent(service, name -> new ArrayList<>(1)).add(new Waiting(demand, ifByTasks));
        size++;
        byTasks += ifByTasks == null ? 0 : 1;
    }

    /** It waits for nothing any more. */
    void remove(String service) {
        remove(service, its -> true);
    }

    private boolean remove(String service, Predicate<Waiting> which) {
        List<Waiting> known = waiting.get(service);
        if (known == null) {
            return false;
        }
        boolean removed = known.removeIf(its -> which.test(its) && forget(its));
        if (known.isEmpty()) {
            waiting.remove(service);
        }
        return removed;
    }

    private boolean forget(Waiting its) {
        size--;
        byTasks -= its.byTasks == null ? 0 : 1;
        return true;
    }

    /** Whether it waits for anything. */
    boolean waits(String service) {
        return waiting.containsKey(service);
    }

    /** Whether it waits for instances of a capacity provider to change; null for those of none. */
    boolean waits(String service, @Nullable String capacityProvider) {
        return waiting.getOrDefault(service, List.of()).stream()
                .anyMatch(its -> Objects.equals(its.demand.capacityProvider(), capacityProvider));
    }

    /** Tasks may fit on the instance now that did not before. */
    void changed(InstanceState instance) {
        if (!waiting.isEmpty()) {
            changed.add(instance);
        }
    }

    /** Another task is to run on the instance, or does, or no longer is to. */
    void tasksChanged(InstanceState instance) {
        if (byTasks > 0) {
            otherTasks.add(instance);
        }
    }

    /** Whether some instance is to be compared with what waits. */
    boolean anyChanged() {
        return !changed.isEmpty() || !otherTasks.isEmpty();
    }

    /** Those that could fit on an instance that has changed: for what could they wait no longer. */
    List<String> takeThoseThatCouldFit() {
        if (!anyChanged()) {
            return List.of();
        }
        boolean all = (long) size * changed.size() > MOST_COMPARISONS;
        List<String> taken = new ArrayList<>();
        for (String service : List.copyOf(waiting.keySet())) {
            if (remove(service, its -> couldFit(its, all))) {
                taken.add(service);
            }
        }
        changed.clear();
        otherTasks.clear();
        return taken;
    }

    private boolean couldFit(Waiting its, boolean all) {
        return its.byTasks == null
                ? all || changed.stream().anyMatch(its::couldFit)
                : changed.stream().anyMatch(its::couldFit)
                        || otherTasks.stream().anyMatch(its::couldFit);
    }

    /** Whether it could fit on an instance that has changed, as far as that is told yet. */
    boolean couldFit(String service) {
        return waiting.getOrDefault(service, List.of()).stream().anyMatch(its -> couldFit(its, false));
    }
}
