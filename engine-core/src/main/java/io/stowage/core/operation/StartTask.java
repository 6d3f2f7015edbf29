package io.stowage.core.operation;

import io.stowage.StartTaskRequest;
import io.stowage.StartTaskResponse;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fargate;
import io.stowage.core.placement.Fits;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.model.Cluster;
import io.stowage.model.Failure;
import io.stowage.model.Tag;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ECS: StartTask. One task on each of the instances named, where it fits; constraints and strategies are not asked. Hosts of FARGATE are
 * none of them.
 *
 * @param definition a revision that new tasks may use, checked before
 * @param definitionTags the tags of the revision
 */
public record StartTask(StartTaskRequest request, TaskDefinition definition, List<Tag> definitionTags)
        implements ClusterOperation<StartTaskResponse> {

    private static final int MOST = 10;
    private static final int LONGEST_STARTED_BY = 36;

    /** Copies the list. */
    public StartTask {
        definitionTags = List.copyOf(definitionTags);
    }

    @Override
    public StartTaskResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Cluster cluster = Lookup.activeCluster(state);
        TaskRequests common = new TaskRequests(
                definition,
                request.group(),
                request.overrides(),
                request.tags(),
                request.propagateTags(),
                Boolean.TRUE.equals(request.enableECSManagedTags()),
                definitionTags);
        Demand demand = check(common);
        List<Tag> tags = common.tagsOfTasks(cluster.clusterName());
        List<Task> tasks = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : request.containerInstances()) {
            InstanceState instance = Lookup.instance(state, given);
            if (instance == null || Fargate.is(instance.capacityProviderName())) {
                failures.add(Lookup.missingInstance(state, given));
                continue;
            }
            Optional<String> reason = Fits.whyNot(demand, instance);
            if (reason.isPresent()) {
                failures.add(new Failure(instance.arn(), reason.get(), null));
            } else {
                tasks.add(start(instance, common.groupOrDefault(), tags, turn));
            }
        }
        return new StartTaskResponse(tasks, failures);
    }

    private Demand check(TaskRequests common) {
        Check.size("containerInstances", request.containerInstances(), MOST);
        Check.length("startedBy", request.startedBy(), LONGEST_STARTED_BY);
        FargateRequests.check(definition, request.networkConfiguration());
        TaskRequests.checkUnsupported(request.enableExecuteCommand());
        return common.check();
    }

    private Task start(InstanceState instance, String group, List<Tag> tags, OperationTurn turn) {
        TaskFactory.TaskSeed seed = new TaskFactory.TaskSeed(
                turn.newId().get(),
                turn.state().ids(),
                definition,
                instance,
                null,
                group,
                request.startedBy(),
                request.overrides(),
                tags,
                List.of(),
                turn.now());
        return RunTask.add(TaskFactory.create(seed), definition, turn);
    }
}
