package io.stowage.core.agent;

import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinition;
import java.util.List;

/**
 * What one container of a task is to be. Never changes.
 *
 * @param index its place among the task's containers
 * @param hostName its name on the host
 * @param containerArn its ARN
 * @param firstSpecHash what its first run is recognised by; worked out once, as every look at the host compares it
 * @param definition with the task's overrides applied
 * @param dependencies what has to be true of others before it starts
 * @param dependents the containers that depend on it, which stop before it
 */
record ContainerPlan(
        int index,
        String hostName,
        String containerArn,
        String firstSpecHash,
        ContainerDefinition definition,
        List<Dependency> dependencies,
        List<Integer> dependents) {

    ContainerPlan {
        dependencies = List.copyOf(dependencies);
        dependents = List.copyOf(dependents);
    }

    String name() {
        return definition.name();
    }

    boolean essential() {
        return definition.isEssential();
    }

    boolean hasHealthCheck() {
        return definition.healthCheck() != null;
    }

    /** Whether the health of its task depends on it. */
    boolean countsForHealth() {
        return essential() && hasHealthCheck();
    }

    /** Whether it takes traffic only while it is ready, and its task with it. */
    boolean countsForReadiness() {
        return essential() && definition.readinessCheck() != null;
    }

    /** A condition on the container at an index. */
    record Dependency(int on, ContainerCondition condition) {}
}
