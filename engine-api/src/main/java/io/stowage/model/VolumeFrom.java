package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container whose mounts another container of the task shares.
 *
 * @param sourceContainer a container of the same task definition
 * @param readOnly whether the mounts may only be read; null means no
 */
public record VolumeFrom(String sourceContainer, @Nullable Boolean readOnly) {

    /** Checks what is required for null. */
    public VolumeFrom {
        Objects.requireNonNull(sourceContainer, "VolumeFrom.sourceContainer is required");
    }

    /** Whether the mounts may only be read: what was given, else no. */
    public boolean isReadOnly() {
        return Boolean.TRUE.equals(readOnly);
    }
}
