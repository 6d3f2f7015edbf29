package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * A port of a container that is reachable from outside.
 *
 * @param bindIP the host's address that it is bound to
 * @param containerPort the port in the container; null for a range
 * @param hostPort the port on the host; null for a range
 * @param protocol null means tcp
 * @param containerPortRange a range of ports in the container, {@code first-last}; null for a single port
 * @param hostPortRange the range on the host; null for a single port
 */
public record NetworkBinding(
        @Nullable String bindIP,
        @Nullable Integer containerPort,
        @Nullable Integer hostPort,
        @Nullable TransportProtocol protocol,
        @Nullable String containerPortRange,
        @Nullable String hostPortRange) {

    /** A single port. */
    public static NetworkBinding port(String bindIP, int containerPort, int hostPort, TransportProtocol protocol) {
        return new NetworkBinding(bindIP, containerPort, hostPort, protocol, null, null);
    }
}
