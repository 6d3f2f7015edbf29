package io.stowage.testkit;

import io.stowage.core.world.World;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.StateStore;
import io.stowage.spi.WorkloadPolicy;
import java.util.List;

/**
 * What one engine of a simulation is made of.
 *
 * @param name the engine's: the same after a restart
 * @param world virtual; this engine's alone, from its start to its crash
 * @param store which earlier engines may have written, and others may write
 * @param runtime the way to the hosts
 * @param instances where machines come from; empty for nowhere
 * @param ports what a host application fills
 */
public record EngineParts(
        String name,
        World world,
        StateStore store,
        ContainerRuntimeProvider runtime,
        List<InstanceProvider> instances,
        Ports ports) {

    /** Copies the list. */
    public EngineParts {
        instances = List.copyOf(instances);
    }

    /** The same on another store. */
    public EngineParts on(StateStore other) {
        return new EngineParts(name, world, other, runtime, instances, ports);
    }

    /** The same with another way to the hosts. */
    public EngineParts reaching(ContainerRuntimeProvider other) {
        return new EngineParts(name, world, store, other, instances, ports);
    }

    /** What a host application fills. */
    public record Ports(
            SecretResolver secrets,
            EnvironmentFileSource environmentFiles,
            WorkloadPolicy policy,
            Authorizer authorizer) {}
}
