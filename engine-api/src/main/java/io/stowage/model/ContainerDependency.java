package io.stowage.model;

import java.util.Objects;

/**
 * A container that must have reached a condition before the container that depends on it starts. Stopping is in the
 * reverse order.
 *
 * @param containerName a container of the same task definition
 * @param condition what must be true of it
 */
public record ContainerDependency(String containerName, ContainerCondition condition) {

    /** Checks what is required for null. */
    public ContainerDependency {
        Objects.requireNonNull(containerName, "ContainerDependency.containerName is required");
        Objects.requireNonNull(condition, "ContainerDependency.condition is required");
    }
}
