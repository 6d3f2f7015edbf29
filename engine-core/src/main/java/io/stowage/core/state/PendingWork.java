package io.stowage.core.state;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Services with tasks that fit nowhere, until they could.
 *
 * <p>A task that fitted on no instance can fit only on one that has changed since. So each service waits with what its tasks take, and is looked at
 * again when an instance has changed that has so much left, the ports free and the attributes. Constraints are left to placement: whoever waits in
 * vain for an instance that they forbid is tried once too often, and never once too little. Where what tasks are where counts among the constraints, any
 * change of that wakes it as well.
 */
final class PendingWork {

    /** Comparing takes some nanoseconds; where it would take a millisecond, all are tried again instead. */
    private static final long MOST_COMPARISONS = 100_000;

    private final Map<String, Demand> waiting = new LinkedHashMap<>();
    /** Those of them that may fit as soon as a task elsewhere starts, runs or stops. Mostly empty. */
    private final Set<String> byTasks = new LinkedHashSet<>();
    /** Instances that have more left than before, or are something else, since it was looked at last. Empty while nothing waits. */
    private final Set<InstanceState> changed = new LinkedHashSet<>();

    void add(String service, Demand demand, boolean constrainedByTasks) {
        waiting.put(service, demand);
        if (constrainedByTasks) {
            byTasks.add(service);
        } else {
            byTasks.remove(service);
        }
    }

    void remove(String service) {
        waiting.remove(service);
        byTasks.remove(service);
    }

    boolean contains(String service) {
        return waiting.containsKey(service);
    }

    /** Tasks may fit on the instance now that did not before. */
    void changed(InstanceState instance) {
        if (!waiting.isEmpty()) {
            changed.add(instance);
        }
    }

    /** Whether some instance is to be compared with what waits. */
    boolean anyChanged() {
        return !changed.isEmpty();
    }

    /** Those that a change of what tasks are where may matter to; they wait no longer. */
    List<String> takeThoseByTasks() {
        if (byTasks.isEmpty()) {
            return List.of();
        }
        List<String> taken = List.copyOf(byTasks);
        taken.forEach(this::remove);
        return taken;
    }

    /** Those that could fit on an instance that has changed; they wait no longer. */
    List<String> takeThoseThatCouldFit() {
        if (changed.isEmpty()) {
            return List.of();
        }
        boolean tooMany = (long) waiting.size() * changed.size() > MOST_COMPARISONS;
        List<String> taken = new ArrayList<>();
        waiting.forEach((service, demand) -> {
            if (tooMany || fitsAny(demand)) {
                taken.add(service);
            }
        });
        changed.clear();
        taken.forEach(this::remove);
        return taken;
    }

    private boolean fitsAny(Demand demand) {
        for (InstanceState instance : changed) {
            if (Fits.fits(demand, instance)) {
                return true;
            }
        }
        return false;
    }
}
