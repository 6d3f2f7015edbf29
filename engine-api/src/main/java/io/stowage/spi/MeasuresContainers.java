package io.stowage.spi;

import java.util.Optional;

/** Implemented by a {@link ContainerRuntime} that can say what a container uses. */
public interface MeasuresContainers {

    /**
     * Measures a container once. May block for seconds; called by several threads at once; changes nothing, so it can be asked as often as wanted.
     *
     * @return empty if the container is absent or does not run
     * @throws ContainerRuntimeException or any other exception if nothing can be said now: never evidence that the container is gone
     */
    Optional<ContainerMeasurement> measure(String name) throws ContainerRuntimeException;
}
