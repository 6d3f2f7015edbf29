package io.stowage.core.operation;

import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.placement.Placer;
import io.stowage.core.placement.TaskRules;
import io.stowage.core.state.DescribedTasks;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.Failure;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.Tag;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: RunTask. Places the tasks as a group, or those of each capacity provider as one. A task that finds no place waits for its capacity provider,
 * if that scales; else it is a failure with ECS's reason. So does one while others wait that may find room: these come first. Under a client token the
 * tasks that the first request made are answered again, as they are now, {@linkplain RunTaskAgain whatever has changed since}.
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
        Run run = new Run(turn, cluster.clusterName());
        for (PlacementRequest wanted : placements(request.count() == null ? 1 : request.count(), turn)) {
            run.place(wanted);
        }
        List<Task> tasks = run.tasks;
        if (request.clientToken() != null && !tasks.isEmpty()) {
            List<String> arns = tasks.stream().map(Task::taskArn).toList();
            ClientTokens.remember(turn, NAME, request.clientToken(), request, arns);
        }
        return new RunTaskResponse(DescribedTasks.of(tasks), run.failures);
    }

    /** What is asked of placement for so many tasks, one request for each capacity provider; the request is checked first. */
    List<PlacementRequest> placements(int count, OperationTurn turn) {
        TaskRequests common = common();
        Demand demand = check(common);
        TaskRules rules = turn.rules().of(definition, common.groupOrDefault());
        List<CapacityProviderStrategyItem> strategy = strategy(turn);
        boolean fargate = StrategyRules.isFargate(strategy);
        checkFargate(fargate, demand);
        List<PlacementStrategy> choice = fargate ? FargateRequests.SPREAD : Lists.orEmpty(request.placementStrategy());
        return StrategyRules.shares(strategy, provider -> 0, count).stream()
                .map(share -> new PlacementRequest(
                        common.groupOrDefault(),
                        demand.on(share.capacityProvider()),
                        share.tasks(),
                        PlacementSupport.constraints(definition, request.placementConstraints()),
                        choice,
                        false,
                        rules))
                .toList();
    }

    private List<CapacityProviderStrategyItem> strategy(OperationTurn turn) {
        List<CapacityProviderStrategyItem> effective =
                StrategyRules.effective(request.capacityProviderStrategy(), request.launchType(), turn.state());
        return StrategyRules.followed(request.launchType(), effective);
    }

    private void checkFargate(boolean fargate, Demand demand) {
        if (fargate) {
            FargateRequests.check(definition, request.placementConstraints(), request.placementStrategy());
            FargateRequests.checkSize(demand);
        }
        FargateRequests.checkVersion(request.platformVersion(), fargate ? FargatePlatform.of(definition) : null);
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
        StrategyRules.check(request.capacityProviderStrategy(), request.launchType());
        StrategyRules.check(request.launchType());
        FargateRequests.check(definition, request.networkConfiguration());
        TaskRequests.checkUnsupported(request.enableExecuteCommand());
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
                tasks.add(DescribedTasks.of(task));
            }
        }
        return tasks.isEmpty() ? null : new RunTaskResponse(tasks, List.of());
    }

    static Task add(Task task, TaskDefinition definition, OperationTurn turn) {
        turn.transaction().putDefinition(definition);
        turn.transaction().addTask(task);
        return task;
    }

    /** What becomes of the tasks in a turn. */
    private final class Run {

        private final OperationTurn turn;
        private final TaskRequests common = common();
        private final List<Tag> tags;
        private final List<Task> tasks = new ArrayList<>();
        private final List<Failure> failures = new ArrayList<>();

        Run(OperationTurn turn, String clusterName) {
            this.turn = turn;
            this.tags = common.tagsOfTasks(clusterName);
        }

        void place(PlacementRequest wanted) {
            String provider = wanted.demand().capacityProvider();
            boolean waits = ProvisioningRules.waits(turn.state(), provider);
            if (waits && turn.state().mayPlaceProvisioning(Objects.requireNonNull(provider))) {
                // They are tried at the end of this turn, the oldest first and these last.
                await(wanted.count(), provider);
                return;
            }
            Placement placement = Placer.place(wanted, turn.state().inventory(), turn.random());
            for (String instanceId : placement.instanceIds()) {
                InstanceState instance = Objects.requireNonNull(turn.state().instance(instanceId));
                tasks.add(add(TaskFactory.create(seed(instance, provider)), definition, turn));
            }
            PlacementFailure failure = placement.failure();
            if (failure != null && waits) {
                await(failure.unplaced(), provider);
            } else if (failure != null) {
                fail(failure);
            }
        }

        private void await(int count, @Nullable String provider) {
            int waiting = Math.min(count, ProvisioningRules.left(turn.state()));
            for (int i = 0; i < waiting; i++) {
                Task task = TaskFactory.create(seed(null, provider)).toBuilder()
                        .placementConstraints(orNull(request.placementConstraints()))
                        .placementStrategy(orNull(request.placementStrategy()))
                        .build();
                tasks.add(add(task, definition, turn));
            }
            failures.addAll(
                    Collections.nCopies(count - waiting, new Failure(null, ProvisioningRules.LIMIT_EXCEEDED, null)));
        }

        private void fail(PlacementFailure failure) {
            String closest = failure.closestInstanceId();
            String arn = closest == null ? null : turn.state().ids().containerInstance(closest);
            failures.addAll(
                    Collections.nCopies(failure.unplaced(), new Failure(arn, failure.reason(), failure.detail())));
        }

        private TaskFactory.TaskSeed seed(@Nullable InstanceState instance, @Nullable String provider) {
            return new TaskFactory.TaskSeed(
                    turn.newId().get(),
                    turn.state().ids(),
                    definition,
                    instance,
                    provider,
                    common.groupOrDefault(),
                    request.startedBy(),
                    request.overrides(),
                    tags,
                    List.of(),
                    turn.now());
        }
    }

    private static <T> @Nullable List<T> orNull(@Nullable List<T> list) {
        return list == null || list.isEmpty() ? null : list;
    }
}
