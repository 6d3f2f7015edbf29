package io.stowage.core.operation;

import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.placement.Placer;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.model.Cluster;
import io.stowage.model.Failure;
import io.stowage.model.LaunchType;
import io.stowage.model.Tag;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: RunTask. Places the tasks as a group; each that finds no place is a failure with ECS's reason. Under a client token the tasks that
 * the first request made are answered again, as they are now, {@linkplain RunTaskAgain whatever has changed since}.
 *
 * @param definition a revision that new tasks may use, checked before
 * @param definitionTags the tags of the revision
 */
public record RunTask(RunTaskRequest request, TaskDefinition definition, List<Tag> definitionTags)
        implements ClusterOperation<RunTaskResponse> {

    private static final String NAME = "RunTask";
    private static final int MOST = 10;
    private static final int LONGEST_TOKEN = 64;
    private static final int LONGEST_STARTED_BY = 128;

    /** Copies the list. */
    public RunTask {
        definitionTags = List.copyOf(definitionTags);
    }

    @Override
    public void check() {
        Demand unused = check(common());
    }

    @Override
    public RunTaskResponse apply(OperationTurn turn) {
        Cluster cluster = Lookup.activeCluster(turn.state());
        RunTaskResponse before = madeBefore(request, turn);
        if (before != null) {
            return before;
        }
        PlacementRequest wanted = placement(request.count() == null ? 1 : request.count(), turn.rules());
        Placement placement = Placer.place(wanted, turn.state().inventory(), turn.random());
        List<Task> tasks = add(placement.instanceIds(), common(), cluster, turn);
        if (request.clientToken() != null && !tasks.isEmpty()) {
            List<String> arns = tasks.stream().map(Task::taskArn).toList();
            ClientTokens.remember(turn, NAME, request.clientToken(), request, arns);
        }
        return new RunTaskResponse(tasks, failures(placement.failure(), turn.state()));
    }

    /** What is asked of placement for so many tasks; the request is checked first. */
    PlacementRequest placement(int count, PlacementRules rules) {
        TaskRequests common = common();
        Demand demand = check(common);
        return new PlacementRequest(
                common.groupOrDefault(),
                demand,
                count,
                PlacementSupport.constraints(definition, request.placementConstraints()),
                Lists.orEmpty(request.placementStrategy()),
                false,
                rules.of(definition, common.groupOrDefault()));
    }

    private TaskRequests common() {
        return new TaskRequests(
                definition,
                request.group(),
                request.overrides(),
                request.tags(),
                request.propagateTags(),
                Boolean.TRUE.equals(request.enableECSManagedTags()),
                definitionTags);
    }

    private Demand check(TaskRequests common) {
        Check.range("count", request.count(), 1, MOST);
        Check.clientToken(request.clientToken(), LONGEST_TOKEN);
        Check.length("startedBy", request.startedBy(), LONGEST_STARTED_BY);
        Check.unsupported("capacityProviderStrategy", request.capacityProviderStrategy());
        Check.unsupported(
                request.launchType() != null && request.launchType() != LaunchType.EC2,
                "launchType",
                request.launchType(),
                "use EC2");
        Check.unsupported(
                request.platformVersion() != null, "platformVersion", request.platformVersion(), "leave it out");
        TaskRequests.checkUnsupported(request.networkConfiguration(), request.enableExecuteCommand());
        PlacementSupport.check(request.placementConstraints(), request.placementStrategy());
        PlacementSupport.checkTogether(definition, request.placementConstraints());
        return common.check();
    }

    /** What the same request made before under its client token; null if it has none, it is new, or nothing of it is left. */
    static @Nullable RunTaskResponse madeBefore(RunTaskRequest request, OperationTurn turn) {
        if (request.clientToken() == null) {
            return null;
        }
        List<String> arns = ClientTokens.made(turn, NAME, request.clientToken(), request);
        if (arns == null) {
            return null;
        }
        List<Task> tasks = new ArrayList<>(arns.size());
        for (String arn : arns) {
            Task task = turn.state().task(Ids.shortId(arn));
            if (task != null) {
                tasks.add(task);
            }
        }
        return tasks.isEmpty() ? null : new RunTaskResponse(tasks, List.of());
    }

    private List<Task> add(List<String> instanceIds, TaskRequests common, Cluster cluster, OperationTurn turn) {
        List<Task> tasks = new ArrayList<>(instanceIds.size());
        List<Tag> tags = common.tagsOfTasks(cluster.clusterName());
        for (String instanceId : instanceIds) {
            InstanceState instance = Objects.requireNonNull(turn.state().instance(instanceId));
            TaskFactory.TaskSeed seed = new TaskFactory.TaskSeed(
                    turn.newId().get(),
                    turn.state().ids(),
                    definition,
                    instance,
                    null,
                    common.groupOrDefault(),
                    request.startedBy(),
                    request.overrides(),
                    tags,
                    List.of(),
                    turn.now());
            tasks.add(add(TaskFactory.create(seed), definition, turn));
        }
        return tasks;
    }

    static Task add(Task task, TaskDefinition definition, OperationTurn turn) {
        turn.transaction().putDefinition(definition);
        turn.transaction().addTask(task);
        return task;
    }

    private static List<Failure> failures(@Nullable PlacementFailure failure, ClusterState state) {
        if (failure == null) {
            return List.of();
        }
        String closest = failure.closestInstanceId();
        String arn = closest == null ? null : state.ids().containerInstance(closest);
        return Collections.nCopies(failure.unplaced(), new Failure(arn, failure.reason(), failure.detail()));
    }
}
