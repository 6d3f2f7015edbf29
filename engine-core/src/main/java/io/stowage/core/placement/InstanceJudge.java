package io.stowage.core.placement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of single instances whether a task may be there and has room there: for tasks whose place is not a choice. */
public final class InstanceJudge {

    private static final int AS_IT_IS = Misfit.FOREIGN.bit() | Misfit.ATTRIBUTE.bit();

    private final PlacementRequest request;
    private final Membership membership;

    public InstanceJudge(PlacementRequest request) {
        this.request = request;
        this.membership = Membership.of(request.constraints());
    }

    /** Whether it asks of instances what the other request does. The host application's own rules are not compared. */
    public boolean asksLike(PlacementRequest other) {
        return request.constraints().equals(other.constraints())
                && request.demand().equals(other.demand());
    }

    /** Whether what the instance is admits such a task: its capacity provider and its attributes do. What tasks are there and how much is left of it doesn't matter. */
    public boolean admits(InstanceView instance) {
        return membership.admitsAsDescribed(instance) && (Fits.described(request.demand(), instance) & AS_IT_IS) == 0;
    }

    /** Whether a new task may be placed there, if there is room: also by its status, its agent, its tasks and the host application's rules. */
    public boolean allows(InstanceView instance) {
        return Fits.described(request.demand(), instance) == 0
                && membership.admitsAsDescribed(instance)
                && membership.admitsByTasks(instance)
                && request.rules().refusal(instance) == null;
    }

    /** Why a task doesn't fit on an instance that {@linkplain #allows allows} it; null if it does. */
    public @Nullable PlacementFailure whyNot(InstanceView instance) {
        int misfits = Fits.misfits(request.demand(), instance);
        Misfit why = Misfit.first(misfits);
        if (why == null) {
            return null;
        }
        Map<String, Integer> removedBy = new LinkedHashMap<>();
        removedBy.put(why.reason(), 1);
        return new PlacementFailure(
                1,
                why.reason(),
                Explanation.closest(instance, why),
                Collections.unmodifiableMap(removedBy),
                instance.id(),
                Lacks.of(request, instance, misfits));
    }

    /** Whether what tasks are on an instance may change whether it {@linkplain #allows allows} one. */
    public boolean dependsOnTasks() {
        return request.admissionByTasks() != null;
    }
}
