package io.stowage.core.operation;

import com.google.common.collect.Iterables;
import io.stowage.ListTasksRequest;
import io.stowage.ListTasksResponse;
import io.stowage.core.service.DeploymentView;
import io.stowage.core.service.ServiceTask;
import io.stowage.core.service.TaskBucket;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListTasks, in the order of their ids. Looks only at the tasks of the service or container instance that is named where the state
 * has these at hand.
 */
public record ListTasks(ListTasksRequest request) implements ReadOperation<ListTasksResponse> {

    @Override
    public ListTasksResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        checkFilters();
        InstanceState instance = instance(state);
        ServiceState service = service(state);
        Iterable<Task> matching =
                Iterables.filter(candidates(state, instance, service), matches(instance, service)::test);
        Page<Task> page = Page.of(matching, Task::taskArn, new Page.Request(request.nextToken(), request.maxResults()));
        return new ListTasksResponse(page.entries().stream().map(Task::taskArn).toList(), page.nextToken());
    }

    private void checkFilters() {
        boolean others = request.containerInstance() != null
                || request.family() != null
                || request.serviceName() != null
                || request.desiredStatus() != null
                || request.launchType() != null;
        if (request.startedBy() != null && others) {
            throw new InvalidParameterException(
                    "startedBy is '" + request.startedBy() + "'; it must be the only filter, leave out the others");
        }
    }

    private DesiredStatus desiredStatus() {
        return request.desiredStatus() == null ? DesiredStatus.RUNNING : request.desiredStatus();
    }

    private @Nullable InstanceState instance(ClusterState state) {
        String given = request.containerInstance();
        if (given == null) {
            return null;
        }
        InstanceState instance = Lookup.instance(state, given);
        if (instance == null) {
            throw new InvalidParameterException("The referenced container instance was not found: '" + given + "' in "
                    + state.ids().cluster());
        }
        return instance;
    }

    private @Nullable ServiceState service(ClusterState state) {
        String given = request.serviceName();
        if (given == null) {
            return null;
        }
        ServiceState service = Lookup.service(state, given);
        if (service == null) {
            throw new ServiceNotFoundException(
                    "Service not found: '" + given + "' in " + state.ids().cluster());
        }
        return service;
    }

    private Iterable<Task> candidates(
            ClusterState state, @Nullable InstanceState instance, @Nullable ServiceState service) {
        if (desiredStatus() != DesiredStatus.RUNNING) {
            return state.tasks();
        }
        if (service != null) {
            return wanted(service);
        }
        return instance == null ? state.tasks() : instance.unreleasedTasks();
    }

    /** The tasks of a service whose desired status is RUNNING. */
    static Iterable<Task> wanted(ServiceState service) {
        List<Iterable<Task>> parts = new ArrayList<>();
        for (DeploymentView deployment : service.deployments()) {
            for (TaskBucket bucket : TaskBucket.values()) {
                parts.add(Iterables.transform(deployment.tasks(bucket), ServiceTask::task));
            }
        }
        return Iterables.concat(parts);
    }

    private Predicate<Task> matches(@Nullable InstanceState instance, @Nullable ServiceState service) {
        Predicate<Task> matches = task -> task.desiredStatus() == desiredStatus();
        if (instance != null) {
            matches = matches.and(task -> instance.arn().equals(task.containerInstanceArn()));
        }
        if (service != null) {
            String group = "service:" + service.record().serviceName();
            matches = matches.and(task -> group.equals(task.group()));
        }
        if (request.family() != null) {
            String family = ":task-definition/" + request.family() + ":";
            matches = matches.and(task -> task.taskDefinitionArn().contains(family));
        }
        String startedBy = request.startedBy();
        if (startedBy != null) {
            matches = matches.and(task -> startedBy.equals(task.startedBy()));
        }
        if (request.launchType() != null) {
            matches = matches.and(task -> request.launchType() == task.launchType());
        }
        return matches;
    }
}
