package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resource other than CPU, memory and ports that a container asks for.
 *
 * @param value for {@link ResourceType#GPU} the number of GPUs or {@code ALL}; null only where a sharing strategy is given
 * @param type the resource
 * @param sharingStrategy how a GPU is shared; null means exclusively used
 */
public record ResourceRequirement(
        @Nullable String value, ResourceType type, @Nullable SharingStrategy sharingStrategy) {

    /** Checks what is required for null. */
    public ResourceRequirement {
        Objects.requireNonNull(type, "ResourceRequirement.type is required");
    }
}
