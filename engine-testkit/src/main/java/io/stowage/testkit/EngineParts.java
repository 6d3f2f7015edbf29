package io.stowage.testkit;

import io.stowage.core.world.World;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.StateStore;
import io.stowage.spi.WorkloadPolicy;

/**
 * What one engine of a simulation is made of.
 *
 * @param name the engine's: the same after a restart
 * @param world virtual; this engine's alone, from its start to its crash
 * @param store which earlier engines may have written, and others may write
 * @param runtime the way to the hosts
 * @param ports what a host application fills
 */
public record EngineParts(String name, World world, StateStore store, ContainerRuntimeProvider runtime, Ports ports) {

    /** What a host application fills. */
    public record Ports(
            SecretResolver secrets,
            EnvironmentFileSource environmentFiles,
            WorkloadPolicy policy,
            Authorizer authorizer) {}
}
