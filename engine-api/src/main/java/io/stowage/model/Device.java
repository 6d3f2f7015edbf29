package io.stowage.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A device of the host that a container sees.
 *
 * @param hostPath the device on the host
 * @param containerPath where the container sees it; null means the same path
 * @param permissions what the container may do with it; null means everything
 */
public record Device(
        String hostPath,
        @Nullable String containerPath,
        @Nullable List<DeviceCgroupPermission> permissions) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Device {
        Objects.requireNonNull(hostPath, "Device.hostPath is required");
        permissions = Copies.optionalList(permissions);
    }
}
