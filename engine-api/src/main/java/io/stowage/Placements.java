package io.stowage;

import org.jspecify.annotations.Nullable;

/** Questions about placement: what would happen if. They change nothing. The package documentation says what holds for all operations. */
public interface Placements {

    /**
     * Where so many tasks would go if they were run now, and why the rest would not. Answered by the planner that runs tasks, from the state
     * of the cluster as it is: another operation may take the room before tasks are run. Asked for more tasks than there can be, the answer is
     * how many there can be at most.
     *
     * @param request the tasks, as for {@link Tasks#run(RunTaskRequest)}; its count has to be absent, and its client token is not used
     * @param count 1 to 100,000
     * @throws io.stowage.error.InvalidParameterException if the count is not that, or a parameter breaks a rule of RunTask
     * @throws io.stowage.error.ClientException if the task definition isn't there or isn't ACTIVE
     */
    PlacementPlan plan(RunTaskRequest request, int count);

    /** Where tasks would go with all else left to its default. See {@link #plan(RunTaskRequest, int)}. */
    default PlacementPlan plan(@Nullable String cluster, String taskDefinition, int count) {
        return plan(
                RunTaskRequest.builder()
                        .cluster(cluster)
                        .taskDefinition(taskDefinition)
                        .build(),
                count);
    }
}
