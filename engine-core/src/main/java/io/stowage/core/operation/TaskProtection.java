package io.stowage.core.operation;

import io.stowage.core.deployment.RolloutReasons;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Deployment;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Failure;
import io.stowage.model.ProtectedTask;
import io.stowage.model.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What both operations on the protection of tasks share. Protection that has expired is none: nobody has to write that down. */
final class TaskProtection {

    private static final String SERVICE_GROUP = "service:";
    private static final String NOT_VALID = "TASK_NOT_VALID";

    private TaskProtection() {}

    /** Why a task has nothing to do with protection: it isn't there, or is of no service. Null if it has. */
    static @Nullable Failure whyNot(@Nullable Task task, String given, ClusterState state) {
        if (task == null) {
            return Lookup.missingTask(state, given);
        }
        return task.group().startsWith(SERVICE_GROUP) ? null : notValid(task, "the task is of no service");
    }

    static Failure notValid(Task task, String detail) {
        return new Failure(task.taskArn(), NOT_VALID, detail);
    }

    /** Whether a task is of an older deployment of a service whose rollout waits for protected tasks alone. */
    static boolean holdsDeployment(Task task, ClusterState state) {
        ServiceState service = state.service(task.group().substring(SERVICE_GROUP.length()));
        if (service == null || service.record().deployments().isEmpty()) {
            return false;
        }
        Deployment primary = service.record().deployments().get(0);
        return RolloutReasons.isHeld(primary.rolloutStateReason())
                && !primary.id().equals(task.startedBy());
    }

    static Failure deploymentBlocked(Task task) {
        return new Failure(
                task.taskArn(),
                "DEPLOYMENT_BLOCKED",
                "protected tasks keep a deployment of the service from reaching a steady state, and this is one of its older tasks");
    }

    static ProtectedTask of(Task task, Instant now) {
        Instant until = task.protectionExpirationDate();
        boolean holds = task.desiredStatus() == DesiredStatus.RUNNING && until != null && until.isAfter(now);
        return new ProtectedTask(holds ? until : null, holds, task.taskArn());
    }
}
