package io.stowage.runtime.docker.spec;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import java.util.Map;
import java.util.Optional;

/**
 * Translates containers of ECS tasks into what Docker is told, for one host. Calls no daemon.
 *
 * <p>Thread-safe.
 */
public final class Translation {

    private final Conventions conventions;
    private final HostFacts host;
    private final HostPorts ports;

    /** For a host whose facts are these. A daemon that came back with other facts needs a new one, which may share the ports. */
    public Translation(Conventions conventions, HostFacts host, HostPorts ports) {
        this.conventions = conventions;
        this.host = host;
        this.ports = ports;
    }

    /**
     * The name of the container that has to run before this one, so that they share namespaces, or secrets get to it. The same for all
     * containers of a task, and after any crash. Does not block.
     *
     * @return empty if this task needs none
     */
    public Optional<String> holderName(ContainerSpec spec) {
        throw new UnsupportedOperationException();
    }

    /**
     * What a container comes to. Asked twice, it gives the same answer: host ports that were chosen stay claimed for the container's name
     * until {@link HostPorts#release}. Blocks as long as {@link EnvironmentFiles} does, else not.
     *
     * @param siblings the names in Docker of the task's containers that exist there, by their names in the task definition
     * @throws ContainerRuntimeException with {@code CannotCreateContainerError} if Docker can't do what is asked: the message names the field,
     *     its value and what to do; with {@code ResourceInitializationError} if an environment file can't be had
     */
    public CreatePlan translate(ContainerSpec spec, Map<String, String> siblings) throws ContainerRuntimeException {
        throw new UnsupportedOperationException(conventions + " " + host + " " + ports);
    }
}
