package io.stowage.model;

import java.util.Objects;

/**
 * A line of a container's {@code /etc/hosts}.
 *
 * @param hostname the host name
 * @param ipAddress its IP address
 */
public record HostEntry(String hostname, String ipAddress) {

    /** Checks what is required for null. */
    public HostEntry {
        Objects.requireNonNull(hostname, "HostEntry.hostname is required");
        Objects.requireNonNull(ipAddress, "HostEntry.ipAddress is required");
    }
}
