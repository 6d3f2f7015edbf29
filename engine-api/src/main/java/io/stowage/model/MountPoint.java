package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume of the task that is mounted into a container.
 *
 * @param sourceVolume the name of a volume of the task definition
 * @param containerPath the path of the mount
 * @param readOnly whether the container may only read; null means no
 */
public record MountPoint(
        String sourceVolume, String containerPath, @Nullable Boolean readOnly) {

    /** Checks what is required for null. */
    public MountPoint {
        Objects.requireNonNull(sourceVolume, "MountPoint.sourceVolume is required");
        Objects.requireNonNull(containerPath, "MountPoint.containerPath is required");
    }

    /** Whether the container may only read: what was given, else no. */
    public boolean isReadOnly() {
        return Boolean.TRUE.equals(readOnly);
    }
}
