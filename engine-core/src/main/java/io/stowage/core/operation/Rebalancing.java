package io.stowage.core.operation;

import io.stowage.RebalancePlan;
import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.placement.InstanceSketch;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.Rebalance;
import io.stowage.core.placement.Rebalance.Group;
import io.stowage.core.placement.Rebalance.Movable;
import io.stowage.core.service.Newcomers;
import io.stowage.core.state.ClusterCopy;
import io.stowage.core.state.Ids;
import io.stowage.model.Deployment;
import io.stowage.model.Failure;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plans on a copy of a cluster which tasks to move so that services are balanced. A service has no part in it while it is not steady, or where its
 * limits leave no room to start a task before another one stops.
 */
public final class Rebalancing {

    private static final int PRIMARY = 0;

    private final Map<String, OfService> byGroup = new LinkedHashMap<>();
    private final List<InstanceSketch> instances = new ArrayList<>();
    private final ClusterCopy copy;
    private final PlacementRules rules;
    private final Ids ids;

    /**
     * A service to balance.
     *
     * @param tasksAside how many of its tasks can't be read
     */
    record Part(Service service, int tasksAside) {}

    /** A service, and its tasks that are to run. */
    private static final class OfService {
        final Part part;
        final List<Movable> movable = new ArrayList<>();
        final Map<String, Integer> tasksByInstance = new LinkedHashMap<>();

        OfService(Part part) {
            this.part = part;
        }

        Deployment primary() {
            return part.service().deployments().get(PRIMARY);
        }

        int tasks() {
            return part.tasksAside()
                    + tasksByInstance.values().stream()
                            .mapToInt(Integer::intValue)
                            .sum();
        }
    }

    Rebalancing(List<Part> parts, ClusterCopy copy, PlacementRules rules, Ids ids) {
        this.copy = copy;
        this.rules = rules;
        this.ids = ids;
        parts.forEach(part -> byGroup.put("service:" + part.service().serviceName(), new OfService(part)));
        copy.hosts().forEach(this::read);
    }

    private void read(ClusterCopy.Host host) {
        instances.add(host.instance());
        for (ClusterCopy.Booking each : host.tasks()) {
            OfService service = byGroup.get(each.task().group());
            if (service != null) {
                read(each.task(), service, host.instance());
            }
        }
    }

    private void read(Task task, OfService service, InstanceSketch instance) {
        service.tasksByInstance.merge(instance.id(), 1, Integer::sum);
        boolean current = Objects.equals(task.startedBy(), service.primary().id());
        if (current && instance.active() && copy.healthy(task) && !copy.isProtected(task)) {
            service.movable.add(new Movable(Ids.shortId(task.taskArn()), instance.id(), task.createdAt()));
        }
    }

    RebalancePlan plan(int budget) {
        List<Group> groups = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (OfService service : byGroup.values()) {
            Failure failure = whyNot(service);
            if (failure == null) {
                groups.add(group(service));
            } else {
                failures.add(failure);
            }
        }
        Rebalance.Plan plan = Rebalance.plan(groups, instances, budget);
        return new RebalancePlan(plan.moves().stream().map(this::answer).toList(), failures, plan.complete());
    }

    /** Whether its tasks have different capacity providers: those are not moved. */
    public static boolean isSharedOut(Service service) {
        return service.capacityProviderStrategy().size() > 1;
    }

    private static @Nullable Failure whyNot(OfService service) {
        Service record = service.part.service();
        if (record.schedulingStrategy() == SchedulingStrategy.DAEMON) {
            return new Failure(record.serviceArn(), "DAEMON", "it has one task on each container instance");
        }
        if (LaunchTarget.isFargate(record)) {
            return new Failure(record.serviceArn(), "FARGATE", "nobody sees where its tasks are");
        }
        if (isSharedOut(record)) {
            return new Failure(
                    record.serviceArn(),
                    "CAPACITY_PROVIDERS",
                    "its tasks are shared out among several capacity providers, and none goes over to another");
        }
        if (!Newcomers.isRolledOut(record)) {
            return new Failure(record.serviceArn(), "NOT_STEADY", "a deployment is in progress or has failed");
        }
        int tasks = service.tasks();
        int upper = RolloutLimits.upper(record.desiredCount(), record.deploymentConfiguration());
        return tasks < upper
                ? null
                : new Failure(
                        record.serviceArn(),
                        "MAXIMUM_PERCENT",
                        "it has " + tasks + " tasks and may have " + upper
                                + ": no task can be started before one stops");
    }

    private static @Nullable String provider(Service service) {
        return service.capacityProviderStrategy().isEmpty()
                ? null
                : service.capacityProviderStrategy().get(0).capacityProvider();
    }

    private Group group(OfService service) {
        Service record = service.part.service();
        String revision = service.primary().taskDefinition();
        TaskDefinition definition = copy.definition(revision);
        return new Group(
                record.serviceName(),
                PlacementRequests.ofService(
                        record, 1, definition, copy.demand(revision).on(provider(record)), rules),
                service.movable,
                service.tasksByInstance);
    }

    private RebalancePlan.Move answer(Rebalance.Move move) {
        return new RebalancePlan.Move(
                ids.service(move.group()),
                ids.task(move.taskId()),
                ids.containerInstance(move.fromInstanceId()),
                ids.containerInstance(move.toInstanceId()),
                move.improves());
    }
}
