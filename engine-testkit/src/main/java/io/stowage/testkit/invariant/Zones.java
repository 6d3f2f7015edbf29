package io.stowage.testkit.invariant;

import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the tasks of a service are spread over availability zones, where it is to even that out. */
final class Zones {

    private static final int MOST_FAILURES = 3;

    private Zones() {}

    static boolean areEvenedOut(Service service) {
        return service.availabilityZoneRebalancing() == AvailabilityZoneRebalancing.ENABLED;
    }

    /** Whether three tasks of its deployment have failed in a row: then it stays as it is until one becomes healthy. */
    static boolean isGivenUp(Deployment primary, Service service) {
        DeploymentCircuitBreaker breaker = service.deploymentConfiguration().deploymentCircuitBreaker();
        boolean beginsAnew = breaker == null || !Boolean.FALSE.equals(breaker.resetOnHealthyTask());
        Integer inARow = primary.consecutiveFailures();
        return (inARow != null && inARow >= MOST_FAILURES) || (beginsAnew && primary.failedTasks() >= MOST_FAILURES);
    }

    /** The wanted tasks by zone, of all zones in which there is an instance that takes tasks. */
    static Map<String, Integer> tasks(Service service, ClusterMirror mirror) {
        Map<String, Integer> tasks = new TreeMap<>();
        for (ContainerInstance instance : mirror.instances()) {
            String zone = zone(instance);
            if (zone != null && instance.status() == ContainerInstanceStatus.ACTIVE && instance.agentConnected()) {
                tasks.put(zone, 0);
            }
        }
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            String zone = zone(entry.task(), mirror);
            if (ServiceLedger.isLive(entry.task()) && zone != null) {
                tasks.merge(zone, 1, Integer::sum);
            }
        }
        return tasks;
    }

    /** Whether some zone has two tasks less than the fullest, and room for one of that one's: of the same capacity provider, if it is of any. */
    static boolean canBeMoreEven(Service service, ClusterMirror mirror) {
        Map<String, Integer> tasks = tasks(service, mirror);
        if (areEven(tasks)) {
            return false;
        }
        int most = Collections.max(tasks.values());
        return mirror.serviceLedger(service.serviceName()).entries().stream()
                .map(ServiceLedger.Entry::task)
                .filter(task -> ServiceLedger.isLive(task) && isIn(task, most, tasks, mirror))
                .anyMatch(task -> mirror.instances().stream()
                        .anyMatch(instance -> most - tasks.getOrDefault(String.valueOf(zone(instance)), most) > 1
                                && hasRoomFor(task, instance, mirror)));
    }

    /** Whether a task is in a zone with so many of them. */
    private static boolean isIn(Task task, int many, Map<String, Integer> tasks, ClusterMirror mirror) {
        String zone = zone(task, mirror);
        return zone != null && tasks.getOrDefault(zone, 0) == many;
    }

    /** Whether a task could be on an instance as well. */
    static boolean hasRoomFor(Task like, ContainerInstance instance, ClusterMirror mirror) {
        String there = like.containerInstanceArn();
        Demand demand = there == null ? null : mirror.instanceLedger(there).demand(ClusterMirror.idOf(like.taskArn()));
        return demand != null
                && Eligibility.refusal(like, instance, mirror) == null
                && mirror.instanceLedger(instance.containerInstanceArn())
                        .hasRoom(
                                demand,
                                CapacityAndPorts.registered(instance, "CPU"),
                                CapacityAndPorts.registered(instance, "MEMORY"));
    }

    /** No zone has two tasks more than another. */
    static boolean areEven(Map<String, Integer> tasks) {
        return tasks.size() < 2 || Collections.max(tasks.values()) - Collections.min(tasks.values()) < 2;
    }

    /** Whether one task more than desired, which has just been created, is there so that another one can go where there are more. */
    static boolean isForBalance(Task created, Service service, ClusterMirror mirror) {
        String zone = zone(created, mirror);
        Map<String, Integer> tasks = tasks(service, mirror);
        Integer there = zone == null ? null : tasks.get(zone);
        return areEvenedOut(service) && there != null && Collections.max(tasks.values()) > there;
    }

    /** Whether a task that was stopped was in a zone that no other had more tasks than: deployments may have left it uneven. */
    static boolean isStoppedForBalance(Task stopped, @Nullable Service service, ClusterMirror mirror) {
        String zone = zone(stopped, mirror);
        if (service == null || zone == null || !areEvenedOut(service)) {
            return false;
        }
        Map<String, Integer> tasks = tasks(service, mirror);
        // With no instance left in any zone there is nothing to compare with.
        return tasks.isEmpty() || tasks.getOrDefault(zone, 0) + 1 >= Collections.max(tasks.values());
    }

    private static @Nullable String zone(Task task, ClusterMirror mirror) {
        String arn = task.containerInstanceArn();
        ContainerInstance instance = arn == null ? null : mirror.instance(arn);
        return instance == null ? null : zone(instance);
    }

    private static @Nullable String zone(ContainerInstance instance) {
        return instance.attributes().stream()
                .filter(attribute -> attribute.name().equals("ecs.availability-zone"))
                .map(attribute -> String.valueOf(attribute.value()))
                .findFirst()
                .orElse(null);
    }
}
