package io.stowage.testkit.invariant;

import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.HealthStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The state that L1 speaks of: what is actual equals what is desired, in the commits and on the hosts. */
final class Convergence {

    private Convergence() {}

    /** Whether it is reached. */
    static boolean isReached(ClusterMirror mirror, Collection<SimulatedHost> hosts) {
        List<Supplier<String>> shortcomings = new ArrayList<>();
        for (Service service : mirror.services()) {
            addShortcomings(service, mirror, hosts, shortcomings);
            if (!shortcomings.isEmpty()) {
                return false;
            }
        }
        return shortcomings(mirror, hosts).isEmpty();
    }

    /** What is not yet as it should be, a sentence each; empty if everything is. Sentences are made only for those who read them. */
    static List<Supplier<String>> shortcomings(ClusterMirror mirror, Collection<SimulatedHost> hosts) {
        List<Supplier<String>> shortcomings = new ArrayList<>();
        for (Service service : mirror.services()) {
            addShortcomings(service, mirror, hosts, shortcomings);
        }
        for (ContainerInstance instance : mirror.instances()) {
            if (instance.status() == ContainerInstanceStatus.ACTIVE && !instance.agentConnected()) {
                shortcomings.add(() -> "Not connected is container instance " + instance.containerInstanceName() + ": "
                        + instance.statusReason() + ".");
            }
        }
        addStrays(mirror, hosts, shortcomings);
        return shortcomings;
    }

    private static void addShortcomings(
            Service service,
            ClusterMirror mirror,
            Collection<SimulatedHost> hosts,
            List<Supplier<String>> shortcomings) {
        Deployment primary = ServiceDecisions.primary(service);
        if (primary != null && primary.rolloutState() == DeploymentRolloutState.FAILED) {
            addUnrest(service, primary, mirror, hosts, shortcomings);
            return;
        }
        int desired = desired(service, mirror);
        int right = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            Task task = entry.task();
            boolean ofTarget = primary != null
                    && primary.id().equals(task.startedBy())
                    && service.taskDefinition().equals(task.taskDefinitionArn());
            if (ofTarget && isHealthy(task, mirror)) {
                right++;
            } else {
                shortcomings.add(
                        () -> "There still is " + TaskLife.describe(task) + " with " + containersOf(task, hosts) + ".");
            }
        }
        if (primary != null
                && Zones.areEvenedOut(service)
                && !Zones.isGivenUp(primary, service)
                && Zones.canBeMoreEven(service, mirror)) {
            shortcomings.add(() -> "Service " + service.serviceName()
                    + " is to be spread over availability zones, and has " + Zones.tasks(service, mirror) + ".");
        }
        if (service.instanceRebalancing() != null) {
            shortcomings.add(() -> "Service " + service.serviceName() + " is still to be rebalanced: "
                    + service.instanceRebalancing() + ".");
        }
        boolean rolledOut = primary == null
                || (service.deployments().size() == 1
                        && (primary.rolloutState() == DeploymentRolloutState.COMPLETED
                                || Daemons.lacksRoom(service, mirror)));
        int healthy = right;
        if (healthy != desired || !rolledOut) {
            shortcomings.add(() -> "Service " + service.serviceName() + " desires " + desired + " tasks of "
                    + service.taskDefinition() + " and has " + healthy + " healthy ones; its deployments are "
                    + service.deployments() + ".");
        }
    }

    /**
     * A deployment that has FAILED, and nothing is gone back to, launches nothing more, and what runs stays until somebody deploys anew. It says
     * why. It is at rest when nothing is under way any more.
     */
    private static void addUnrest(
            Service service,
            Deployment failed,
            ClusterMirror mirror,
            Collection<SimulatedHost> hosts,
            List<Supplier<String>> shortcomings) {
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            Task task = entry.task();
            if (!ServiceLedger.isLive(task) || task.lastStatus() != TaskStatus.RUNNING) {
                shortcomings.add(
                        () -> "Under way is " + TaskLife.describe(task) + " with " + containersOf(task, hosts) + ".");
            }
        }
        if (failed.rolloutStateReason() == null) {
            shortcomings.add(() -> "It isn't said why this has FAILED: " + failed + ".");
        }
    }

    private static List<SimulatedContainer> containersOf(Task task, Collection<SimulatedHost> hosts) {
        List<SimulatedContainer> containers = new ArrayList<>();
        for (SimulatedHost host : hosts) {
            for (SimulatedContainer container : host.containers()) {
                if (ClusterMirror.idOf(task.taskArn()).equals(container.labels().get(ContainersOfTasks.TASK_LABEL))) {
                    containers.add(container);
                }
            }
        }
        return containers;
    }

    private static int desired(Service service, ClusterMirror mirror) {
        if (service.status() != ServiceStatus.ACTIVE) {
            return 0;
        }
        if (service.schedulingStrategy() == SchedulingStrategy.DAEMON) {
            return (int) mirror.instances().stream()
                    .filter(instance -> Daemons.isToHave(service, instance, mirror))
                    .count();
        }
        return service.desiredCount();
    }

    static boolean isHealthy(Task task, ClusterMirror mirror) {
        return ServiceLedger.isLive(task) && isHealthyBut(task, mirror);
    }

    /** Whether it is healthy, but for whether it is wanted. */
    static boolean isHealthyBut(Task task, ClusterMirror mirror) {
        if (task.lastStatus() != TaskStatus.RUNNING) {
            return false;
        }
        return isChecked(task, mirror)
                ? task.healthStatus() == HealthStatus.HEALTHY
                : task.healthStatus() != HealthStatus.UNHEALTHY;
    }

    /** Whether a health check says whether it is healthy. */
    static boolean isChecked(Task task, ClusterMirror mirror) {
        TaskDefinition definition = mirror.definition(task);
        return definition != null
                && definition.containerDefinitions().stream()
                        .filter(ContainerDefinition::isEssential)
                        .anyMatch(container -> container.healthCheck() != null || container.readinessCheck() != null);
    }

    /** What runs though its task is over, or never was. */
    static List<String> strays(ClusterMirror mirror, Collection<SimulatedHost> hosts) {
        List<String> strays = new ArrayList<>();
        for (SimulatedHost host : hosts) {
            for (SimulatedContainer container : host.containers()) {
                if (isStray(container, mirror)) {
                    strays.add("There still runs " + container + ".");
                }
            }
        }
        return strays;
    }

    private static boolean isStray(SimulatedContainer container, ClusterMirror mirror) {
        if (container.isForeign() || !container.isRunning()) {
            return false;
        }
        Task task = mirror.task(container.labels().getOrDefault(ContainersOfTasks.TASK_LABEL, ""));
        return task == null || task.lastStatus() == TaskStatus.STOPPED;
    }

    private static void addStrays(
            ClusterMirror mirror, Collection<SimulatedHost> hosts, List<Supplier<String>> shortcomings) {
        Set<String> running = new HashSet<>();
        for (SimulatedHost host : hosts) {
            for (SimulatedContainer container : host.containers()) {
                if (isStray(container, mirror)) {
                    shortcomings.add(() -> "There still runs " + container + ".");
                } else if (container.isRunning() && !container.isForeign()) {
                    running.add(container.labels().get(ContainersOfTasks.TASK_LABEL));
                    addWrongRun(container, mirror, shortcomings);
                }
            }
        }
        for (Task task : mirror.tasks()) {
            if (task.lastStatus() == TaskStatus.RUNNING && !running.contains(ClusterMirror.idOf(task.taskArn()))) {
                shortcomings.add(() -> "Nothing runs of " + TaskLife.describe(task) + ".");
            }
        }
    }

    /** How often a container was restarted in place is committed. */
    private static void addWrongRun(
            SimulatedContainer container, ClusterMirror mirror, List<Supplier<String>> shortcomings) {
        Task task = mirror.task(container.labels().getOrDefault(ContainersOfTasks.TASK_LABEL, ""));
        String name = container.labels().get(ContainersOfTasks.CONTAINER_LABEL);
        int run = container.spec().run();
        for (Container reported : task == null ? List.<Container>of() : task.containers()) {
            if (reported.name().equals(name) && reported.restartCount() != run) {
                shortcomings.add(() ->
                        "There runs " + container + ", which is run " + run + ", but committed is " + reported + ".");
            }
        }
    }
}
