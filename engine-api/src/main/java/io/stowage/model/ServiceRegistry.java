package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * A service discovery registry that a service's tasks are registered with.
 *
 * @param registryArn the registry
 * @param port the port for SRV records
 * @param containerName the container
 * @param containerPort its port
 */
public record ServiceRegistry(
        @Nullable String registryArn,
        @Nullable Integer port,
        @Nullable String containerName,
        @Nullable Integer containerPort) {}
