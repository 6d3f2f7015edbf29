package io.stowage.core.agent;

import io.stowage.core.agent.ContainerPlan.Dependency;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.core.agent.spec.ContainerNames;
import io.stowage.core.agent.spec.HostPorts;
import io.stowage.core.agent.spec.Overrides;
import io.stowage.core.agent.spec.SpecHash;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task is to be: its order, worked out for each container. Never changes.
 *
 * @param order the first order of the task; later ones differ in statuses only
 * @param containers in the order of the task definition
 * @param reservedHostPorts the host ports that the task claims by number
 */
record TaskPlan(TaskOrder order, List<ContainerPlan> containers, List<Integer> reservedHostPorts) {

    TaskPlan {
        containers = List.copyOf(containers);
        reservedHostPorts = List.copyOf(reservedHostPorts);
    }

    static TaskPlan of(TaskOrder order) {
        List<ContainerDefinition> definitions = order.definition().containerDefinitions();
        List<ContainerPlan> containers = new ArrayList<>(definitions.size());
        for (int i = 0; i < definitions.size(); i++) {
            ContainerDefinition definition = definitions.get(i);
            containers.add(new ContainerPlan(
                    i,
                    ContainerNames.of(order.clusterName(), order.taskId(), definition.name()),
                    order.taskArn().replace(":task/", ":container/") + "/" + definition.name(),
                    specHash(order, definition.name(), 0),
                    Overrides.apply(definition, order.overrides()),
                    dependencies(definition, definitions),
                    dependents(definition, definitions)));
        }
        return new TaskPlan(order, containers, HostPorts.fixed(order.definition()));
    }

    TaskDefinition definition() {
        return order.definition();
    }

    /** What one run of a container is recognised by. */
    String specHash(ContainerPlan container, int run) {
        return run == 0 ? container.firstSpecHash() : specHash(order, container.name(), run);
    }

    private static String specHash(TaskOrder order, String containerName, int run) {
        return SpecHash.of(order.definition().taskDefinitionArn(), order.overrides(), containerName, run);
    }

    /** Whether labels are those of a run of a container of this task, as it was ordered. */
    boolean owns(ContainerPlan container, Map<String, String> labels) {
        int run = ContainerLabels.run(labels);
        return run >= 0
                && order.taskId().equals(labels.get(ContainerLabels.TASK))
                && specHash(container, run).equals(labels.get(ContainerSpec.SPEC_HASH_LABEL));
    }

    private static List<Dependency> dependencies(ContainerDefinition container, List<ContainerDefinition> all) {
        List<Dependency> dependencies = new ArrayList<>();
        for (ContainerDependency dependency : dependsOn(container)) {
            dependencies.add(new Dependency(indexOf(dependency.containerName(), all), dependency.condition()));
        }
        return dependencies;
    }

    private static List<Integer> dependents(ContainerDefinition container, List<ContainerDefinition> all) {
        List<Integer> dependents = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (ContainerDependency dependency : dependsOn(all.get(i))) {
                if (dependency.containerName().equals(container.name())) {
                    dependents.add(i);
                    break;
                }
            }
        }
        return dependents;
    }

    private static List<ContainerDependency> dependsOn(ContainerDefinition container) {
        @Nullable List<ContainerDependency> dependsOn = container.dependsOn();
        return dependsOn == null ? List.of() : dependsOn;
    }

    private static int indexOf(String name, List<ContainerDefinition> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("dependsOn names the container " + name
                + ", which the task definition does not have: it must be one of its containerDefinitions");
    }
}
