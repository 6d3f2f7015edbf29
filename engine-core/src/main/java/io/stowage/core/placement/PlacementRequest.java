package io.stowage.core.placement;

import io.stowage.core.query.ClusterQuery;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A group of equal tasks to find container instances for.
 *
 * @param group the tasks' group: spread and distinctInstance count its tasks
 * @param demand what each of them takes
 * @param count how many
 * @param constraints what an instance has to meet: those of the task definition too, all of them checked before
 * @param strategies how to choose among the instances that are left, in this order. Empty means, for a service, ECS's own: the
 *     availability zone with the fewest tasks of the service, in it the instance with the fewest; for other tasks no preference: they fill
 *     the instances in the order of their ids
 * @param service whether the tasks belong to a service
 * @param rules what the host application's own filters and scorers say
 */
public record PlacementRequest(
        String group,
        Demand demand,
        int count,
        List<PlacementConstraint> constraints,
        List<PlacementStrategy> strategies,
        boolean service,
        TaskRules rules) {

    /** ECS's own for services without a strategy. */
    public static final List<PlacementStrategy> SERVICE_DEFAULT = List.of(
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"));

    /** Copies the lists. */
    public PlacementRequest {
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
    }

    /** Tasks that no filter or scorer of the host application applies to. */
    public PlacementRequest(
            String group,
            Demand demand,
            int count,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies,
            boolean service) {
        this(group, demand, count, constraints, strategies, service, TaskRules.NONE);
    }

    /** Whether the index answers it; else each instance is looked at for each task. */
    public boolean indexed() {
        return rules.none();
    }

    List<PlacementStrategy> effectiveStrategies() {
        return strategies.isEmpty() && service ? SERVICE_DEFAULT : strategies;
    }

    /**
     * What an instance has to meet, if a task that starts, stops or runs on it may change whether it does; else null. That the tasks of
     * distinctInstance are those of the group itself is left to whoever stops them.
     */
    public @Nullable Admission admissionByTasks() {
        return rules.filter() || queriesTasks() ? Admission.of(this) : null;
    }

    private boolean queriesTasks() {
        return constraints.stream()
                .filter(constraint -> constraint.type() == PlacementConstraintType.MEMBER_OF)
                .anyMatch(constraint -> ClusterQuery.of(Objects.requireNonNull(constraint.expression()))
                        .readsTasks());
    }
}
