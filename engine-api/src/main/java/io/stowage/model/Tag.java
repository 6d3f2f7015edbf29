package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A label that a user puts on a resource.
 *
 * @param key at most 128 characters, unique on the resource, without the prefix {@code aws:}
 * @param value at most 256 characters; null means no value
 */
public record Tag(String key, @Nullable String value) {

    /** Checks what is required for null. */
    public Tag {
        Objects.requireNonNull(key, "Tag.key is required");
    }
}
