package io.stowage;

import org.jspecify.annotations.Nullable;

/** Questions about placement: what would happen if. They change nothing. The package documentation says what holds for all operations. */
public interface Placements {

    /**
     * Where so many tasks would go if they were run now, and why the rest would not. Answered by the planner that runs tasks, from the state
     * of the cluster as it is: another operation may take the room before tasks are run. Asked for more tasks than there can be, the answer is
     * how many there can be at most. Many are planned on a copy of the cluster's state, on the calling thread.
     *
     * <p>Tasks that a {@link io.stowage.spi.PlacementFilter} or a {@link io.stowage.spi.PlacementScorer} applies to cost a look at each container
     * instance each; not more of them are tried than 200,000,000 looks allow, which take some seconds: 20,000 at 10,000 container instances.
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

    /**
     * Where one task would go if it were run now, how many container instances could take it, and why the others could not. Costs a look at
     * each container instance.
     *
     * @param request the task, as for {@link Tasks#run(RunTaskRequest)}; its count has to be absent, and its client token is not used
     * @throws io.stowage.error.InvalidParameterException if a parameter breaks a rule of RunTask
     * @throws io.stowage.error.ClientException if the task definition isn't there or isn't ACTIVE
     */
    PlacementExplanation explain(RunTaskRequest request);

    /**
     * The same for the next task of a service: one more of its PRIMARY deployment, whether or not the service wants one.
     *
     * @param cluster by name or ARN; null means {@code default}
     * @param service by name or ARN
     * @throws io.stowage.error.ServiceNotFoundException if it isn't there
     * @throws io.stowage.error.ServiceNotActiveException if it is not ACTIVE
     */
    PlacementExplanation explainService(@Nullable String cluster, String service);

    /**
     * How few container instances would hold everything: which of those that have tasks could be emptied, and where their tasks would go. What
     * the tasks need holds: amounts, ports, required attributes, and the constraints of their service and their definition; of a task of no
     * service it is not known what the call that ran it asked for besides. Strategies do not: this is the contrary of a spread. Container
     * instances that are not ACTIVE or not connected may be emptied and take nothing; those without tasks take nothing either. Tasks that are to stop
     * are not moved and hold what they take.
     *
     * <p>How few would hold everything if each task could be placed anew is said besides, with the same rules, on any ACTIVE and connected container
     * instances; where something has to stay, all that is there stays.
     *
     * <p>The plan is good and not proven to be the best: instances are tried one after the other, those with least on them first, and what stays
     * where it is isn't moved. It is made on a copy of the cluster's state, on the calling thread, and is bounded: a task is looked for a
     * place at most once, and where constraints leave few, not without end. Nobody carries it out: the cluster goes on, and what is said here may not
     * hold any more when it is read.
     *
     * @param cluster by name or ARN; null means {@code default}
     */
    CompactionPlan compact(@Nullable String cluster);

    /**
     * Which tasks to move so that services are balanced again, by their own placement strategies: spread over each field as evenly as the room
     * allows, the first strategy first; without strategies over the availability zones, then over the container instances. Strategies that bin pack
     * or leave it to chance ask for no move. Each move improves something, fits when those before it are made, and leaves constraints met
     * throughout; no task is moved twice. Only healthy tasks of steady services are moved, and no protected ones. Answered from the state of
     * the cluster as it is; nothing is moved by that.
     *
     * <p>It is planned on a copy of the cluster's state, on the calling thread. Each move costs a look at each container instance, for each
     * service that has part in it and that the move before mattered to; after 500,000,000 looks, which take some seconds, the plan ends and says that
     * it is not complete.
     *
     * @throws io.stowage.error.InvalidParameterException if the budget is not 1 to 1,000
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     * @throws io.stowage.error.ServiceNotActiveException if the service is being deleted
     */
    RebalancePlan rebalance(RebalanceRequest request);

    /** Which tasks of all services of a cluster to move. See {@link #rebalance(RebalanceRequest)}. */
    default RebalancePlan rebalance(@Nullable String cluster, int budget) {
        return rebalance(new RebalanceRequest(cluster, null, budget));
    }
}
