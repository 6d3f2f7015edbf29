package io.stowage.core.service;

import io.stowage.core.deployment.StartFailures;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ScaleInOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Names the tasks that a {@link Headcount} lets leave: by the host application's order where it has one, else and among its equals by {@link
 * ScaleIn}. Where a whole bucket leaves there is nothing to choose.
 */
final class Leavers {

    /** What is of least use first: each choice counts those before it as gone. */
    private static final List<TaskBucket> ORDER = List.of(
            TaskBucket.LOST,
            TaskBucket.MISPLACED,
            TaskBucket.UNHEALTHY,
            TaskBucket.DRAINING_PENDING,
            TaskBucket.PENDING,
            TaskBucket.DRAINING_STARTED,
            TaskBucket.STARTED,
            TaskBucket.DRAINING_HEALTHY,
            TaskBucket.HEALTHY);

    /** ECS has no text for it. */
    private static final String LOST = "Container instance is not connected: the task was replaced elsewhere";

    private final ServiceView view;
    private final LongUnaryOperator random;
    private final HostOrder order;
    /** They go before others that are healthy; those of a service that is rolled out, so that there is one deployment only. */
    private final Outgoing outgoing;

    private final List<Stop> stops = new ArrayList<>();
    /** Those who leave without having been chosen among others. */
    private final List<ServiceTask> gone = new ArrayList<>();
    /** Made for the first choice: it looks at all instances of the service. */
    private @Nullable ScaleIn scaleIn;

    Leavers(ServiceView view, Instant now, ScaleInOrder order, LongUnaryOperator random) {
        this.view = view;
        this.random = random;
        this.order = new HostOrder(order, view.service());
        this.outgoing = Outgoing.of(view, now);
    }

    Outgoing outgoing() {
        return outgoing;
    }

    List<Stop> name(Headcount headcount) {
        List<? extends DeploymentView> deployments = view.deployments();
        for (TaskBucket bucket : ORDER) {
            for (int i = deployments.size() - 1; i >= 0; i--) {
                name(deployments.get(i), bucket, headcount.leaving(i, bucket));
            }
        }
        return stops;
    }

    /** What the host application's order threw; null if nothing. */
    @Nullable
    String failureOfOrder() {
        return order.failure();
    }

    private void name(DeploymentView deployment, TaskBucket bucket, int count) {
        if (count == 0) {
            return;
        }
        String reason = switch (bucket) {
            case UNHEALTHY -> StartFailures.UNHEALTHY;
            case LOST -> LOST;
            default -> scaling(deployment);
        };
        int free = deployment.count(bucket) - deployment.protectedCount(bucket);
        List<ServiceTask> leaving = new ArrayList<>(count);
        if (bucket == TaskBucket.HEALTHY && outgoing.count() > 0) {
            leaving.addAll(outgoing.tasks().subList(0, Math.min(count, outgoing.count())));
            gone.addAll(leaving);
        }
        int others = count - leaving.size();
        free -= leaving.size();
        choose(deployment, bucket, false, Math.min(others, free), leaving);
        choose(deployment, bucket, true, Math.max(0, others - free), leaving);
        leaving.forEach(each -> stops.add(stop(each.task(), outgoing.reason(each, reason))));
    }

    /** Protected tasks only leave where the headcount lets more leave than the others are: then protection is no reason to stay. */
    private void choose(
            DeploymentView deployment, TaskBucket bucket, boolean isProtected, int count, List<ServiceTask> leaving) {
        if (count == 0) {
            return;
        }
        List<ServiceTask> candidates = new ArrayList<>();
        List<ServiceTask> unplaced = new ArrayList<>();
        for (ServiceTask task : deployment.tasks(bucket)) {
            if (task.isProtected() == isProtected && !outgoing.has(task)) {
                (task.task().lastStatus() == TaskStatus.PROVISIONING ? unplaced : candidates).add(task);
            }
        }
        int first = Math.min(count, unplaced.size());
        leaving.addAll(newest(unplaced, first));
        if (count > first) {
            choose(bucket, candidates, count - first, leaving);
        }
    }

    /** What is on no instance yet goes first: those that have waited longest stay, for they are placed first. */
    private static List<ServiceTask> newest(List<ServiceTask> unplaced, int count) {
        unplaced.sort(
                Comparator.<ServiceTask, Instant>comparing(each -> each.task().createdAt())
                        .thenComparing(each -> each.task().taskArn())
                        .reversed());
        return unplaced.subList(0, count);
    }

    private void choose(TaskBucket bucket, List<ServiceTask> candidates, int count, List<ServiceTask> leaving) {
        if (count == 1 && bucket == TaskBucket.HEALTHY) {
            keepToFullestZones(candidates);
        }
        int left = count;
        for (List<ServiceTask> rank : candidates.size() == count ? List.of(candidates) : order.ranks(candidates)) {
            int ofRank = Math.min(left, rank.size());
            if (ofRank > 0) {
                leaving.addAll(choose(rank, ofRank));
                left -= ofRank;
            }
        }
    }

    /** Whoever's order it is: else what was started to even out availability zones might be what is stopped for it. */
    private void keepToFullestZones(List<ServiceTask> candidates) {
        Service service = view.service();
        if (!ZoneBalance.isEnabled(service) || !Newcomers.isRolledOut(service)) {
            return;
        }
        ZoneBalance balance = new ZoneBalance(view, List.of());
        if (candidates.stream().anyMatch(task -> balance.isWhereMostAre(view, task))) {
            candidates.removeIf(task -> !balance.isWhereMostAre(view, task));
        }
    }

    private List<ServiceTask> choose(List<ServiceTask> rank, int count) {
        if (count == rank.size()) {
            gone.addAll(rank);
            return rank;
        }
        ScaleIn chooser = scaleIn == null ? new ScaleIn(view, random) : scaleIn;
        gone.forEach(chooser::leave);
        gone.clear();
        scaleIn = chooser;
        return chooser.choose(rank, count);
    }

    /** Named after the task's own deployment, which is scaled in: to fewer tasks, or to none where a newer one takes over. */
    private static String scaling(DeploymentView deployment) {
        return "Scaling activity initiated by (deployment "
                + deployment.deployment().id() + ")";
    }

    static Stop stop(Task task, String reason) {
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        return new Stop(id, TaskStopCode.SERVICE_SCHEDULER_INITIATED, reason);
    }
}
