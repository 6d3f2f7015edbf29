package io.stowage.core.service;

import io.stowage.core.placement.PlacementFailure;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.Service;
import java.util.List;

/** ECS's texts of service events. */
public final class ServiceEvents {

    private static final String UNABLE_TO_PLACE = " was unable to place a task";

    private ServiceEvents() {}

    /** After tasks were created. */
    public static String started(Service service, List<String> taskIds) {
        return "%s has started %d tasks: %s.".formatted(name(service), taskIds.size(), tasks(taskIds));
    }

    /** After tasks were told to stop. */
    public static String stopped(Service service, List<String> taskIds) {
        return "%s has stopped %d running tasks: %s.".formatted(name(service), taskIds.size(), tasks(taskIds));
    }

    /** After a task could not be placed. */
    public static String unableToPlace(Service service, PlacementFailure failure) {
        String why = failure.closestInstanceId() == null ? "Reason: " + failure.message() : failure.message();
        return name(service) + UNABLE_TO_PLACE + " because no container instance met all of its requirements. " + why;
    }

    /** After a task could not be placed, whatever instances there are. */
    public static String unableToPlace(Service service, String reason) {
        return name(service) + UNABLE_TO_PLACE + ". Reason: " + reason;
    }

    /** Whether it says that a task could not be placed, for whatever reason. */
    public static boolean isUnableToPlace(String message) {
        return message.contains(UNABLE_TO_PLACE);
    }

    /** Once it has as many healthy tasks as it is to have, and nothing else. */
    public static String steadyState(Service service) {
        return name(service) + " has reached a steady state.";
    }

    /** When its tasks keep failing and the starts are backed off. */
    public static String unableToStartConsistently(Service service) {
        return name(service) + " is unable to consistently start tasks successfully.";
    }

    /** When minimumHealthyPercent and maximumPercent leave no room to replace a task. */
    public static String stuckByConfiguration(Service service) {
        return name(service)
                + " was unable to stop or start tasks during a deployment because of the service deployment configuration."
                + " Update the minimumHealthyPercent or maximumPercent value and try again.";
    }

    /** When more tasks are protected than there are to be. */
    public static String unableToScaleIn(Service service) {
        return name(service) + " was unable to reach steady state because task set was unable to scale in."
                + " Reason: The number of protected tasks are more than the desired count of tasks";
    }

    /** When protected tasks of an older deployment, of which there are to be none, hold the one that is under way. */
    public static String rolloutHeld(Service service, String olderDeploymentId) {
        return name(service) + " was unable to reach steady state because (task set " + olderDeploymentId
                + ") was unable to scale in."
                + " Reason: The number of protected tasks are more than the desired count of tasks";
    }

    /** When the host application's order of scale-in threw, and wasn't followed. */
    public static String scaleInOrderFailed(Service service, String thrown) {
        return name(service) + " was scaled in by its placement strategies, because the order that the host application"
                + " gives for it failed: " + thrown;
    }

    /** When a deployment is COMPLETED. */
    public static String deploymentCompleted(Service service, String deploymentId) {
        return name(service) + " (deployment " + deploymentId + ") deployment completed.";
    }

    /** When the circuit breaker has made a deployment FAILED. */
    public static String deploymentFailed(Service service, String deploymentId) {
        return name(service) + " (deployment " + deploymentId + ") deployment failed: tasks failed to start.";
    }

    /** When an alarm has made a deployment FAILED. */
    public static String alarmDetected(Service service, String deploymentId) {
        return name(service) + " (deployment " + deploymentId + ") deployment failed: alarm detected.";
    }

    /** When somebody has stopped a deployment. ECS has no text for it. */
    public static String deploymentStopped(Service service, String deploymentId) {
        return name(service) + " (deployment " + deploymentId + ") deployment stopped.";
    }

    /** When a service goes back to a deployment. */
    public static String rollingBack(Service service, String deploymentId) {
        return name(service) + " rolling back to deployment " + deploymentId + ".";
    }

    /** When a service is to go back, and there is nothing to go back to. ECS has no text for it. */
    public static String nothingToRollBackTo(Service service) {
        return name(service) + " was unable to roll back because none of its deployments has ever completed."
                + " Update the service to start a new deployment.";
    }

    /** Before a task is started to even out availability zones. */
    public static String notBalanced(Service service, ZoneBalance balance) {
        return name(service) + " is not AZ balanced with " + balance + ". AZ Rebalancing in progress.";
    }

    /** Once that is done. */
    public static String balanced(Service service, ZoneBalance balance) {
        return name(service) + " is AZ balanced with " + balance + ".";
    }

    /** After a task was started to even out availability zones. */
    public static String startedToRebalance(Service service, String zone, List<String> taskIds) {
        return "%s has started %d tasks in %s to AZ Rebalance: %s."
                .formatted(name(service), taskIds.size(), zone, tasks(taskIds));
    }

    /** When tasks of it are to be moved to other container instances. ECS has no text for it. */
    public static String toRebalance(Service service, int moves) {
        return name(service) + " is to be rebalanced over container instances. At most " + moves + " tasks are moved.";
    }

    /** After a task was started in the place of one on another container instance. */
    public static String startedToMove(Service service, String taskId, String newTaskId, String instanceId) {
        return name(service) + " has started 1 tasks on (instance " + instanceId + ") to rebalance: (task " + newTaskId
                + "). It takes the place of (task " + taskId + ").";
    }

    /** Once that is done, or nothing more can be. */
    public static String rebalanced(Service service, InstanceRebalancing rebalancing, String why) {
        return name(service) + " has been rebalanced over container instances. " + rebalancing.movesMade()
                + " tasks were moved. " + why;
    }

    /** After tasks were started in the places of such that have reached their lifetime. ECS has no text for it. */
    public static String startedToRenew(Service service, List<String> taskIds) {
        return "%s has started %d tasks to replace tasks that have reached their maximum lifetime: %s."
                .formatted(name(service), taskIds.size(), tasks(taskIds));
    }

    /** When there is no room to start such tasks, and none may stop before. ECS has no text for it. */
    public static String unableToRenew(Service service) {
        return name(service)
                + " was unable to replace tasks that have reached their maximum lifetime because no container"
                + " instance met all of the requirements of one more task.";
    }

    /** When the limits allow neither to start such tasks nor to stop others before: only those of a DAEMON service may. ECS has no text for it. */
    public static String mayNotRenew(Service service) {
        return name(service)
                + " was unable to replace tasks that have reached their maximum lifetime because of the service deployment"
                + " configuration. Update the minimumHealthyPercent value and try again.";
    }

    /** When the records of some of its tasks can't be read. */
    public static String tasksAside(Service service, int tasks) {
        return name(service) + " has " + tasks + (tasks == 1 ? " task" : " tasks")
                + " whose stored records can't be read. They count as running and are neither stopped nor replaced.";
    }

    private static String name(Service service) {
        return "(service " + service.serviceName() + ")";
    }

    private static String tasks(List<String> taskIds) {
        StringBuilder text = new StringBuilder();
        for (String id : taskIds) {
            text.append(text.isEmpty() ? "(task " : " (task ").append(id).append(')');
        }
        return text.toString();
    }
}
