package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name and a value: an environment variable, or a property of a proxy.
 *
 * @param name the name
 * @param value the value; null means empty
 */
public record KeyValuePair(String name, @Nullable String value) {

    /** Checks what is required for null. */
    public KeyValuePair {
        Objects.requireNonNull(name, "KeyValuePair.name is required");
    }
}
