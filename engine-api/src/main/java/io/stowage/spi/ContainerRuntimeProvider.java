package io.stowage.spi;

/** Connects to hosts of one kind; found by {@link java.util.ServiceLoader}. */
public interface ContainerRuntimeProvider {

    /** The name that a container instance registers with, for example {@code process}. Constant; does not block. */
    String name();

    /**
     * Connects to the host of one container instance. May block for seconds. Called again after a connection was lost or
     * closed; several connections to one host may exist for a short while.
     *
     * @throws ContainerRuntimeException if the host can't be reached now; the engine tries again later
     * @throws IllegalArgumentException if the target's properties are wrong: the message names the property
     */
    ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException;
}
