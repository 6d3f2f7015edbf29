package io.stowage.core.operation;

import io.stowage.core.agent.Attachment;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Transaction;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import java.util.ArrayList;
import java.util.List;

/**
 * ECS: DeregisterContainerInstance. Without an agent nobody is left to report on the instance's tasks: with {@code force} they are
 * STOPPED in the record at once, and the instance is gone from the state. Its attachment stays, marked, until its agent, wherever that
 * runs by then, has removed what the tasks left on the host.
 */
public record DeregisterContainerInstance(String containerInstance, boolean force)
        implements ClusterOperation<ContainerInstance> {

    private static final String REASON = "Container instance deregistration forced by user";

    @Override
    public ContainerInstance apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        InstanceState instance = Lookup.instance(state, containerInstance);
        if (instance == null) {
            throw new InvalidParameterException("The referenced container instance was not found: '" + containerInstance
                    + "' in " + state.ids().cluster());
        }
        int tasks = instance.unreleasedCount() + instance.tasksAside();
        if (tasks > 0 && !force) {
            throw new InvalidParameterException("Found running tasks on the instance: " + instance.arn() + " has "
                    + tasks + ". Drain it, stop them, or set force.");
        }
        refuseWithTasksAside(instance);
        stopTasks(instance, TaskStopCode.USER_INITIATED, REASON, turn.transaction());
        ContainerInstance last = instance.described();
        deregister(instance, turn.transaction());
        return last.toBuilder()
                .status(ContainerInstanceStatus.INACTIVE)
                .agentConnected(false)
                .version(last.version() + 1)
                .build();
    }

    /** Such a task can't be STOPPED, and without its instance nobody could make anything of it once it is mended. */
    private static void refuseWithTasksAside(InstanceState instance) {
        if (instance.tasksAside() > 0) {
            throw new ServerException(instance.arn() + " has " + instance.tasksAside()
                    + " tasks whose stored records can't be relied on: they are set aside, and nothing is done to them. Mend or"
                    + " remove them in the store first.");
        }
    }

    /** Removes an instance, none of whose tasks is left unreleased. */
    static void deregister(InstanceState instance, Transaction transaction) {
        Attachment attachment = transaction.state().attachment(instance.id());
        transaction.deleteInstance(instance.id());
        if (attachment != null) {
            transaction.putAttachment(attachment.deregistered(instance.record(), transaction.now()));
        }
    }

    /** Removes an instance whose machine is gone, and of which no task is set aside. What ran there is STOPPED. */
    static void lost(InstanceState instance, TaskStopCode code, String reason, Transaction transaction) {
        stopTasks(instance, code, reason, transaction);
        deregister(instance, transaction);
    }

    private static void stopTasks(InstanceState instance, TaskStopCode code, String reason, Transaction transaction) {
        List<Task> tasks = new ArrayList<>(instance.unreleasedCount());
        instance.unreleasedTasks().forEach(tasks::add);
        for (Task task : tasks) {
            transaction.changeTask(Ids.shortId(task.taskArn()), change -> {
                change.desiredStatus(DesiredStatus.STOPPED)
                        .stoppingAt(task.stoppingAt() == null ? transaction.now() : task.stoppingAt())
                        .executionStoppedAt(
                                task.executionStoppedAt() == null ? transaction.now() : task.executionStoppedAt());
                TaskStops.end(task, transaction.now(), change);
                if (task.stopCode() == null) {
                    change.stopCode(code).stoppedReason(reason);
                }
            });
        }
    }
}
