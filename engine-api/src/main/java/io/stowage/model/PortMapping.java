package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A port, or a range of ports, of a container and how it is reached from the host.
 *
 * @param containerPort the port inside the container; null where a range is given
 * @param hostPort the port on the host; null or 0 means the container port (host, awsvpc) or any free port (bridge)
 * @param protocol the transport; null means tcp
 * @param name how services refer to the mapping: at most 64 lower-case letters, digits, {@code _} and {@code -}
 * @param appProtocol what is spoken on the port
 * @param containerPortRange a range {@code low-high} of container ports, mapped to host ports of the agent's choice
 */
@RecordBuilder
public record PortMapping(
        @Nullable Integer containerPort,
        @Nullable Integer hostPort,
        @Nullable TransportProtocol protocol,
        @Nullable String name,
        @Nullable ApplicationProtocol appProtocol,
        @Nullable String containerPortRange) {

    /** A builder with every field absent. */
    public static PortMappingBuilder builder() {
        return PortMappingBuilder.builder();
    }

    /** A builder that starts from this value. */
    public PortMappingBuilder toBuilder() {
        return PortMappingBuilder.builder(this);
    }

    /** A TCP mapping of a container port to a host port of the runtime's choice. */
    public static PortMapping of(int containerPort) {
        return new PortMapping(containerPort, null, null, null, null, null);
    }

    /** A TCP mapping of a container port to a fixed host port; 0 leaves the choice to the runtime. */
    public static PortMapping of(int containerPort, int hostPort) {
        return new PortMapping(containerPort, hostPort, null, null, null, null);
    }

    /** The transport: what was given, else tcp. */
    public TransportProtocol protocolOrDefault() {
        return protocol == null ? TransportProtocol.TCP : protocol;
    }
}
