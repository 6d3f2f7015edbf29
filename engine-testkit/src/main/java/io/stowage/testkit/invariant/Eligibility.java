package io.stowage.testkit.invariant;

import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionPlacementConstraint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** S3 and S4. */
final class Eligibility implements CommitCheck {

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task before = task.before();
            Task after = task.after();
            if (after == null) {
                continue;
            }
            String instance = after.containerInstanceArn();
            if (before != null && before.containerInstanceArn() != null) {
                if (!before.containerInstanceArn().equals(instance)) {
                    report.violated(
                            Invariant.S4,
                            "Task " + task.id() + " moved from " + before.containerInstanceArn() + " to " + instance
                                    + ".");
                }
            } else if (instance != null) {
                checkPlacement(after, instance, change, mirror, report);
            }
        }
    }

    /**
     * A commit holds a whole turn. In it operations come one after another, so that a task of no service may have been placed before its
     * container instance was drained, or after it was taken into use again and before it was lost: for such a one, what the instance was
     * before the commit is as good a reason as what it is after, for each condition by itself. Services decide last; who gives machines to tasks that
     * wait for one does not. One that is removed takes
     * such a task down with it, and what it was in between nobody can see.
     */
    private static void checkPlacement(
            Task task, String instanceArn, Change change, ClusterMirror mirror, Report report) {
        ContainerInstance instance = mirror.instance(instanceArn);
        String refusal = instance == null ? "it is not there" : refusal(task, instance, mirror);
        boolean byService = ClusterMirror.serviceOf(task) != null && !MachinesOfTasks.isForOneTask(instance);
        ContainerInstance before = refusal == null || byService ? null : before(instanceArn, change);
        if (before != null && instance != null && refusal(task, better(before, instance), mirror) == null) {
            return;
        }
        boolean takenDown = instance == null && task.desiredStatus() == DesiredStatus.STOPPED;
        if (before != null && takenDown && refusal(task, usable(before), mirror) == null) {
            return;
        }
        if (refusal != null) {
            report.violated(
                    Invariant.S3,
                    "Task " + task.taskArn() + " of group " + task.group() + " is placed on " + instanceArn + ", but "
                            + refusal + ".");
        }
    }

    private static ContainerInstance usable(ContainerInstance instance) {
        return instance.toBuilder()
                .status(ContainerInstanceStatus.ACTIVE)
                .agentConnected(true)
                .build();
    }

    private static ContainerInstance better(ContainerInstance before, ContainerInstance after) {
        boolean active = before.status() == ContainerInstanceStatus.ACTIVE;
        return after.toBuilder()
                .status(active ? before.status() : after.status())
                .agentConnected(before.agentConnected() || after.agentConnected())
                .build();
    }

    /** The container instance as it was before a commit that changed it; null if the commit did not. */
    private static @Nullable ContainerInstance before(String instanceArn, Change change) {
        for (Change.OfInstance changed : change.instances) {
            if (changed.id().equals(ClusterMirror.idOf(instanceArn))) {
                return changed.before();
            }
        }
        return null;
    }

    /** Why a task can't be on an instance, amounts and ports aside; null if it can. */
    static @Nullable String refusal(Task task, ContainerInstance instance, ClusterMirror mirror) {
        if (instance.status() != ContainerInstanceStatus.ACTIVE) {
            return "its status is " + instance.status();
        }
        if (!instance.agentConnected()) {
            return "its agent is not connected";
        }
        String provider = task.capacityProviderName();
        if (provider == null && MachinesOfTasks.FARGATE.contains(String.valueOf(instance.capacityProviderName()))) {
            return "it is a host of " + instance.capacityProviderName() + ", and the task is for container instances";
        }
        if (provider != null && !provider.equals(instance.capacityProviderName())) {
            return "it is of capacity provider " + instance.capacityProviderName() + ", and the task is for "
                    + provider;
        }
        TaskDefinition definition = mirror.definition(task);
        if (definition == null) {
            return "the task's definition " + task.taskDefinitionArn() + " is not in the partition";
        }
        String missing = missingAttribute(definition, instance);
        return missing != null ? missing : constraintRefusal(task, definition, instance, mirror);
    }

    private static @Nullable String missingAttribute(TaskDefinition definition, ContainerInstance instance) {
        List<Attribute> required = definition.requiresAttributes();
        if (required == null) {
            return null;
        }
        for (Attribute attribute : required) {
            Attribute found = Expressions.attribute(instance, attribute.name());
            boolean same =
                    found != null && (attribute.value() == null || Objects.equals(attribute.value(), found.value()));
            if (!same) {
                return "it lacks the attribute " + attribute;
            }
        }
        return null;
    }

    private static @Nullable String constraintRefusal(
            Task task, TaskDefinition definition, ContainerInstance instance, ClusterMirror mirror) {
        List<TaskDefinitionPlacementConstraint> ofDefinition = definition.placementConstraints();
        if (ofDefinition != null) {
            for (TaskDefinitionPlacementConstraint constraint : ofDefinition) {
                if (!Expressions.matches(constraint.expression(), instance)) {
                    return "it does not match " + constraint.expression();
                }
            }
        }
        String serviceName = ClusterMirror.serviceOf(task);
        Service service = serviceName == null ? null : mirror.service(serviceName);
        for (PlacementConstraint constraint :
                service == null ? List.<PlacementConstraint>of() : service.placementConstraints()) {
            if (constraint.type() == PlacementConstraintType.DISTINCT_INSTANCE) {
                if (isShared(task, instance, mirror)) {
                    return "another task of the group is there";
                }
            } else if (!Expressions.matches(constraint.expression(), instance)) {
                return "it does not match " + constraint.expression();
            }
        }
        return null;
    }

    private static boolean isShared(Task task, ContainerInstance instance, ClusterMirror mirror) {
        for (String other :
                mirror.instanceLedger(instance.containerInstanceArn()).tasks()) {
            Task there = mirror.task(other);
            if (there != null
                    && !there.taskArn().equals(task.taskArn())
                    && there.group().equals(task.group())
                    && there.desiredStatus() == DesiredStatus.RUNNING) {
                return true;
            }
        }
        return false;
    }
}
