package io.stowage.core.service;

import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import java.util.ArrayList;
import java.util.List;

/** Names the tasks that a {@link Headcount} lets leave. Where a whole bucket leaves there is nothing to choose. */
final class Leavers {

    /** What is of least use first: each choice counts those before it as gone. */
    private static final List<TaskBucket> ORDER = List.of(
            TaskBucket.UNHEALTHY,
            TaskBucket.DRAINING_PENDING,
            TaskBucket.PENDING,
            TaskBucket.DRAINING_STARTED,
            TaskBucket.STARTED,
            TaskBucket.DRAINING_HEALTHY,
            TaskBucket.HEALTHY);

    private static final String UNHEALTHY = "Task failed container health checks";

    private final List<Stop> stops = new ArrayList<>();
    private final ScaleIn scaleIn;

    private Leavers(ServiceView view) {
        this.scaleIn = new ScaleIn(view);
    }

    static List<Stop> name(ServiceView view, List<? extends DeploymentView> deployments, Headcount headcount) {
        Leavers leavers = new Leavers(view);
        for (TaskBucket bucket : ORDER) {
            for (int i = deployments.size() - 1; i >= 0; i--) {
                leavers.name(deployments.get(i), bucket, headcount.leaving(i, bucket));
            }
        }
        return leavers.stops;
    }

    private void name(DeploymentView deployment, TaskBucket bucket, int count) {
        if (count == 0) {
            return;
        }
        String reason = bucket == TaskBucket.UNHEALTHY ? UNHEALTHY : scaling(deployment);
        boolean everyone = count == deployment.count(bucket);
        Iterable<Task> bucketTasks = deployment.tasks(bucket);
        for (Task task : everyone ? bucketTasks : scaleIn.choose(bucketTasks, count)) {
            if (everyone) {
                scaleIn.leave(task);
            }
            stops.add(stop(task, reason));
        }
    }

    /** Named after the task's own deployment, which is scaled in: to fewer tasks, or to none where a newer one takes over. */
    private static String scaling(DeploymentView deployment) {
        return "Scaling activity initiated by (deployment "
                + deployment.deployment().id() + ")";
    }

    private static Stop stop(Task task, String reason) {
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        return new Stop(id, TaskStopCode.SERVICE_SCHEDULER_INITIATED, reason);
    }
}
