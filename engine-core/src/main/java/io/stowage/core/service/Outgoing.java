package io.stowage.core.service;

import io.stowage.model.InstanceRebalancing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Healthy tasks of a service that are to go once another one is healthy in their place: newcomers may be there beyond the desired count as long as
 * there are such tasks, and it is them that go then. Tasks that are moved whose successors are healthy come first, and those that have reached their
 * {@link Lifetime} last.
 *
 * <p>There are none while the service is rolled out anew, and protected tasks are none of them: then a newcomer is only a task too many.
 */
final class Outgoing {

    private static final String MOVED = "Task was moved to another container instance to rebalance (deployment %s)";

    private final List<ServiceTask> tasks = new ArrayList<>();
    /** By the ARN of each: the words are made for those only that are stopped. */
    private final Map<String, Supplier<String>> reasons = new LinkedHashMap<>();

    private Outgoing() {}

    static Outgoing of(ServiceView view, Instant now) {
        Outgoing outgoing = new Outgoing();
        if (Newcomers.isRolledOut(view.service())) {
            outgoing.addMoved(view);
            outgoing.addOld(view, now);
        }
        return outgoing;
    }

    private void addOld(ServiceView view, Instant now) {
        Duration maximum = Lifetime.maximum(view.service());
        if (maximum == null) {
            return;
        }
        Supplier<String> reason = () -> Renewal.reason(view.service());
        for (ServiceTask task : Lifetime.over(view.deployments().get(Headcount.PRIMARY), maximum, now)) {
            if (reasons.putIfAbsent(task.task().taskArn(), reason) == null) {
                tasks.add(task);
            }
        }
    }

    private void addMoved(ServiceView view) {
        InstanceRebalancing rebalancing = view.service().instanceRebalancing();
        if (rebalancing == null || rebalancing.underWay().isEmpty()) {
            return;
        }
        DeploymentView primary = view.deployments().get(Headcount.PRIMARY);
        Map<String, ServiceTask> healthy = new LinkedHashMap<>();
        primary.tasks(TaskBucket.HEALTHY)
                .forEach(task -> healthy.put(task.task().taskArn(), task));
        List<ServiceTask> later = new ArrayList<>();
        Supplier<String> reason = () -> MOVED.formatted(primary.deployment().id());
        for (InstanceRebalancing.Move move : rebalancing.underWay()) {
            ServiceTask task = healthy.get(move.taskArn());
            if (task != null && !task.isProtected()) {
                (healthy.containsKey(move.newTaskArn()) ? tasks : later).add(task);
                reasons.put(move.taskArn(), reason);
            }
        }
        tasks.addAll(later);
    }

    /** How many there are. */
    int count() {
        return tasks.size();
    }

    /** In the order in which they go. */
    List<ServiceTask> tasks() {
        return tasks;
    }

    /** Whether a task is one of them. */
    boolean has(ServiceTask task) {
        return reasons.containsKey(task.task().taskArn());
    }

    /** Why one of them goes, as its {@code stoppedReason} is to say; otherwise what is given. */
    String reason(ServiceTask task, String otherwise) {
        Supplier<String> reason = reasons.get(task.task().taskArn());
        return reason == null ? otherwise : reason.get();
    }
}
