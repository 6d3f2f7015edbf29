package io.stowage.core.placement;

import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import java.util.List;

/**
 * What an instance has to meet so that one more task of a group may be placed on it, besides that the task fits: the constraints, and the filters of
 * the host application. The answer depends on nothing but what the instance is and which tasks are on it.
 */
public final class Admission {

    private final String group;
    private final boolean distinct;
    private final Membership membership;
    private final TaskRules rules;

    /**
     * For tasks of this group.
     *
     * @param constraints what an instance has to meet
     * @param rules what the host application's own filters say
     */
    public Admission(String group, List<PlacementConstraint> constraints, TaskRules rules) {
        this.group = group;
        this.distinct = constraints.stream().anyMatch(each -> each.type() == PlacementConstraintType.DISTINCT_INSTANCE);
        this.membership = Membership.of(constraints);
        this.rules = rules;
    }

    /** For the tasks of a request. */
    public static Admission of(PlacementRequest request) {
        return new Admission(request.group(), request.constraints(), request.rules());
    }

    String group() {
        return group;
    }

    /** The host application is asked only if nothing else is in the way. */
    public boolean admits(InstanceView instance) {
        return !(distinct && instance.tasksOfGroup(group) > 0)
                && membership.admitsAsDescribed(instance)
                && membership.admitsByTasks(instance)
                && rules.refusal(instance) == null;
    }
}
