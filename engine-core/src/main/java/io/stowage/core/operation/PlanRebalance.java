package io.stowage.core.operation;

import io.stowage.RebalancePlan;
import io.stowage.RebalanceRequest;
import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Rebalance;
import io.stowage.core.placement.Rebalance.Group;
import io.stowage.core.placement.Rebalance.Movable;
import io.stowage.core.service.DeploymentView;
import io.stowage.core.service.ServiceTask;
import io.stowage.core.service.TaskBucket;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Failure;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which tasks to move so that services are balanced. A service has no part in it while it is not steady, or where its limits leave no
 * room to start a task before another one stops.
 */
public record PlanRebalance(RebalanceRequest request) implements ReadOperation<RebalancePlan> {

    private static final int LARGEST_BUDGET = 1_000;

    @Override
    public RebalancePlan apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.range("budget", request.budget(), 1, LARGEST_BUDGET);
        List<Group> groups = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (ServiceState service : services(turn)) {
            Failure failure = whyNot(service);
            if (failure == null) {
                groups.add(group(service, turn));
            } else {
                failures.add(failure);
            }
        }
        List<RebalancePlan.Move> moves = Rebalance.plan(groups, state.instances(), request.budget()).stream()
                .map(move -> answer(move, state.ids()))
                .toList();
        return new RebalancePlan(moves, failures);
    }

    private Collection<ServiceState> services(OperationTurn turn) {
        if (request.service() == null) {
            return turn.state().services().stream()
                    .filter(service -> service.record().status() == ServiceStatus.ACTIVE)
                    .filter(service -> service.record().schedulingStrategy() == SchedulingStrategy.REPLICA)
                    .toList();
        }
        ServiceState service = DeleteService.find(turn, request.service());
        if (service.record().status() != ServiceStatus.ACTIVE) {
            throw new ServiceNotActiveException("Service " + service.record().serviceName() + " is "
                    + service.record().status() + "; only an ACTIVE one can be rebalanced");
        }
        return List.of(service);
    }

    private static @Nullable Failure whyNot(ServiceState service) {
        Service record = service.record();
        if (record.schedulingStrategy() == SchedulingStrategy.DAEMON) {
            return new Failure(record.serviceArn(), "DAEMON", "it has one task on each container instance");
        }
        boolean rolledOut = record.deployments().size() == 1
                && record.deployments().get(0).rolloutState() == DeploymentRolloutState.COMPLETED;
        if (!rolledOut) {
            return new Failure(record.serviceArn(), "NOT_STEADY", "a deployment is in progress or has failed");
        }
        int tasks = service.tasksByInstance().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                + service.tasksAside();
        int upper = RolloutLimits.upper(record.desiredCount(), record.deploymentConfiguration());
        return tasks < upper
                ? null
                : new Failure(
                        record.serviceArn(),
                        "MAXIMUM_PERCENT",
                        "it has " + tasks + " tasks and may have " + upper
                                + ": no task can be started before one stops");
    }

    private static Group group(ServiceState service, OperationTurn turn) {
        ClusterState state = turn.state();
        Service record = service.record();
        DeploymentView primary = service.deployments().get(0);
        PlacementRequest placement = PlacementRequests.ofService(record, primary.deployment(), 1, state, turn.rules());
        Map<String, Integer> tasks = new LinkedHashMap<>();
        service.tasksByInstance().forEach((instance, count) -> tasks.put(Ids.shortId(instance), count));
        return new Group(record.serviceName(), placement, movable(primary, turn.now()), tasks);
    }

    private static List<Movable> movable(DeploymentView primary, Instant now) {
        List<Movable> movable = new ArrayList<>();
        for (ServiceTask each : primary.tasks(TaskBucket.HEALTHY)) {
            Task task = each.task();
            if (!TaskProtection.of(task, now).protectionEnabled() && task.containerInstanceArn() != null) {
                movable.add(new Movable(
                        Ids.shortId(task.taskArn()), Ids.shortId(task.containerInstanceArn()), task.createdAt()));
            }
        }
        return movable;
    }

    private static RebalancePlan.Move answer(Rebalance.Move move, Ids ids) {
        return new RebalancePlan.Move(
                ids.service(move.group()),
                ids.task(move.taskId()),
                ids.containerInstance(move.fromInstanceId()),
                ids.containerInstance(move.toInstanceId()),
                move.improves());
    }
}
