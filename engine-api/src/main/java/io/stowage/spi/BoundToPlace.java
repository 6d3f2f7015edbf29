package io.stowage.spi;

import java.util.Map;
import java.util.Optional;

/**
 * Implemented by a {@link ContainerRuntimeProvider} some of whose hosts can be reached only from where the engine itself runs: processes, a
 * local Docker socket. The agents of such hosts run in an engine of that place, those of all others in the engine that leads the cluster.
 */
public interface BoundToPlace {

    /**
     * The place where a host would be that this engine registered with these properties: a string that is the same whenever two engines
     * would reach the very same containers, in particular after a restart, and another one whenever they would not. Constant for the life
     * of the provider. Called by many threads; does not block.
     *
     * @param properties what the instance is registered with ({@code runtimeProperties}); never null, may be empty
     * @return at most 1024 characters; empty if any engine can reach the host
     */
    Optional<String> place(Map<String, String> properties);
}
