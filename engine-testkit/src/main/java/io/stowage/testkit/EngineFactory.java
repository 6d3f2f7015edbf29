package io.stowage.testkit;

import io.stowage.Engine;
import io.stowage.core.world.World;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.StateStore;

/** Makes the engines of a simulation: one at the beginning, and one after each crash. */
@FunctionalInterface
public interface EngineFactory {

    /**
     * An engine in a world, on a store that earlier engines may have written.
     *
     * @param world virtual; the engine's alone
     */
    Engine start(World world, StateStore store, ContainerRuntimeProvider runtime);
}
