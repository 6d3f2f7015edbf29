package io.stowage.core.agent;

import io.stowage.core.agent.ContainerPlan.Dependency;
import io.stowage.core.agent.spec.ContainerNames;
import io.stowage.core.agent.spec.HostPorts;
import io.stowage.core.agent.spec.Overrides;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans of orders. What all tasks of a revision have in common is worked out once, for the revisions that were ordered last;
 * tasks with overrides are worked out each for itself.
 */
final class TaskPlans {

    private static final int MOST_KEPT = 64;

    /** By the ARN of the revision. */
    private final Map<String, Common> kept = new LinkedHashMap<>();

    /** What tasks have in common that differ in nothing but their ids. */
    private record Common(TaskDefinition definition, List<Part> parts, List<Integer> reservedHostPorts) {}

    /** The same of one container. */
    private record Part(
            ContainerDefinition definition,
            String firstSpecHash,
            List<Dependency> dependencies,
            List<Integer> dependents) {}

    TaskPlan of(TaskOrder order) {
        Common common = order.overrides() == null ? keptOrNew(order) : common(order);
        List<ContainerPlan> containers = new ArrayList<>(common.parts.size());
        for (int i = 0; i < common.parts.size(); i++) {
            Part part = common.parts.get(i);
            String name = part.definition.name();
            containers.add(new ContainerPlan(
                    i,
                    ContainerNames.of(order.clusterName(), order.taskId(), name),
                    order.taskArn().replace(":task/", ":container/") + "/" + name,
                    part.firstSpecHash,
                    part.definition,
                    part.dependencies,
                    part.dependents));
        }
        return new TaskPlan(order, containers, common.reservedHostPorts);
    }

    private Common keptOrNew(TaskOrder order) {
        String revision = String.valueOf(order.definition().taskDefinitionArn());
        Common known = kept.get(revision);
        if (known != null && known.definition.equals(order.definition())) {
            return known;
        }
        if (kept.size() == MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        Common made = common(order);
        kept.put(revision, made);
        return made;
    }

    private static Common common(TaskOrder order) {
        List<ContainerDefinition> definitions = order.definition().containerDefinitions();
        List<Part> parts = new ArrayList<>(definitions.size());
        for (ContainerDefinition definition : definitions) {
            parts.add(new Part(
                    Overrides.apply(definition, order.overrides()),
                    TaskPlan.specHash(order, definition.name(), 0),
                    dependencies(definition, definitions),
                    dependents(definition, definitions)));
        }
        return new Common(order.definition(), parts, HostPorts.fixed(order.definition()));
    }

    private static List<Dependency> dependencies(ContainerDefinition container, List<ContainerDefinition> all) {
        List<Dependency> dependencies = new ArrayList<>();
        for (ContainerDependency dependency : dependsOn(container)) {
            dependencies.add(new Dependency(indexOf(dependency.containerName(), all), dependency.condition()));
        }
        return List.copyOf(dependencies);
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
        return List.copyOf(dependents);
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
