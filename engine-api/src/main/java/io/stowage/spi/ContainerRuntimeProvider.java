package io.stowage.spi;

import java.util.Set;

/** Connects to hosts of one kind; found by {@link java.util.ServiceLoader}. */
public interface ContainerRuntimeProvider {

    /** The name that a container instance registers with, for example {@code process}. Constant; does not block. */
    String name();

    /**
     * The fields of a task definition that its runtimes act on where the host lets them, as paths like those of
     * {@link RuntimeDescription#honouredFields()}. Who registers a definition before any host was reached is warned by them; what a
     * runtime says of its host goes before. Constant; does not block.
     *
     * @return empty, which is the default, if that is not known without a host: then nobody is warned
     */
    default Set<String> honouredFields() {
        return Set.of();
    }

    /**
     * Connects to the host of one container instance. May block for seconds. Called again after a connection was lost or
     * closed; several connections to one host may exist for a short while.
     *
     * @throws ContainerRuntimeException if the host can't be reached now; the engine tries again later
     * @throws IllegalArgumentException if the target's properties are wrong: the message names the property
     */
    ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException;
}
