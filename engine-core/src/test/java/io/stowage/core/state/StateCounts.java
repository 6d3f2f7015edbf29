package io.stowage.core.state;

import io.stowage.core.service.TaskBucket;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Deployment;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a state says of numbers, beside the same counted one by one. */
final class StateCounts {

    private final ClusterState state;
    private final List<Task> tasks = new ArrayList<>();

    private StateCounts(ClusterState state) {
        this.state = state;
        state.tasks().forEach(tasks::add);
    }

    /** As the state has them. */
    static Map<String, Object> kept(ClusterState state) {
        Map<String, Object> kept = new TreeMap<>();
        for (TaskStatus status : TaskStatus.values()) {
            kept.put("tasks " + status, (long) state.taskCount(status));
        }
        for (InstanceState instance : state.instances()) {
            String id = instance.id();
            ContainerInstance described = instance.described();
            kept.put("running on " + id, (long) described.runningTasksCount());
            kept.put("pending on " + id, (long) described.pendingTasksCount());
            kept.put("not released on " + id, (long) instance.unreleasedCount());
            kept.put("CPU left on " + id, (long) instance.remainingCpu());
            kept.put("memory left on " + id, (long) instance.remainingMemory());
        }
        for (ServiceState service : state.services()) {
            Service described = service.described();
            String name = described.serviceName();
            kept.put("running of " + name, (long) described.runningCount());
            kept.put("pending of " + name, (long) described.pendingCount());
            kept.put("not released of " + name, (long) service.unreleasedCount());
            kept.put("stopped of " + name, (long)
                    service.lastStopped(Integer.MAX_VALUE).size());
            for (InstanceState instance : state.instances()) {
                kept.put(name + " on " + instance.id(), (long)
                        service.tasksByInstance().getOrDefault(instance.arn(), 0));
                kept.put(name + " in group on " + instance.id(), (long) instance.tasksOfGroup("service:" + name));
            }
            kept.put("protected of " + name, protectedOf(service));
        }
        state.definitions.forEach((arn, definition) -> kept.put("users of " + arn, (long) definition.users));
        return kept;
    }

    /** Counted. */
    static Map<String, Object> counted(ClusterState state) {
        return new StateCounts(state).counted();
    }

    private Map<String, Object> counted() {
        Map<String, Object> counted = new TreeMap<>();
        for (TaskStatus status : TaskStatus.values()) {
            counted.put("tasks " + status, count(task -> task.lastStatus() == status));
        }
        state.instances().forEach(instance -> countOn(instance, counted));
        state.services().forEach(service -> countOf(service.record(), counted));
        for (String arn : state.definitions.keySet()) {
            long users = count(task -> task.taskDefinitionArn().equals(arn));
            for (ServiceState service : state.services()) {
                for (Deployment deployment : service.record().deployments()) {
                    users += deployment.taskDefinition().equals(arn) ? 1 : 0;
                }
            }
            counted.put("users of " + arn, users);
        }
        return counted;
    }

    private void countOn(InstanceState instance, Map<String, Object> counted) {
        Predicate<Task> here = task -> instance.arn().equals(task.containerInstanceArn());
        long unreleased = count(here.and(StateCounts::unreleased));
        String id = instance.id();
        counted.put("running on " + id, count(here.and(StateCounts::wanted).and(StateCounts::running)));
        counted.put("pending on " + id, count(here.and(StateCounts::wanted).and(task -> !running(task))));
        counted.put("not released on " + id, unreleased);
        counted.put("CPU left on " + id, 4096 - 100 * unreleased);
        counted.put("memory left on " + id, 8192 - 128 * unreleased);
    }

    private void countOf(Service service, Map<String, Object> counted) {
        String name = service.serviceName();
        Predicate<Task> own = task -> task.group().equals("service:" + name);
        Predicate<Task> wanted = own.and(StateCounts::wanted);
        counted.put("running of " + name, count(wanted.and(StateCounts::running)));
        counted.put("pending of " + name, count(wanted.and(task -> !running(task))));
        counted.put("not released of " + name, count(own.and(StateCounts::unreleased)));
        counted.put("stopped of " + name, count(own.and(task -> !unreleased(task))));
        for (InstanceState instance : state.instances()) {
            long here = count(wanted.and(task -> instance.arn().equals(task.containerInstanceArn())));
            counted.put(name + " on " + instance.id(), here);
            counted.put(name + " in group on " + instance.id(), here);
        }
        counted.put(
                "protected of " + name,
                count(wanted.and(task -> task.protectionExpirationDate() != null
                        && task.protectionExpirationDate().isAfter(state.meta().now()))));
    }

    private static long protectedOf(ServiceState service) {
        long counted = 0;
        for (DeploymentState deployment : service.deploymentStates()) {
            for (TaskBucket bucket : TaskBucket.values()) {
                counted += deployment.protectedCount(bucket);
            }
        }
        return counted;
    }

    private long count(Predicate<Task> which) {
        return tasks.stream().filter(which).count();
    }

    private static boolean wanted(Task task) {
        return task.desiredStatus() == DesiredStatus.RUNNING;
    }

    private static boolean running(Task task) {
        return task.lastStatus() == TaskStatus.RUNNING;
    }

    private static boolean unreleased(Task task) {
        return task.lastStatus() != TaskStatus.STOPPED;
    }
}
