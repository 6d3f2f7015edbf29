package io.stowage.model;

import java.util.Objects;

/**
 * A name and a reference to the secret value behind it. It never holds the value itself.
 *
 * @param name the environment variable, or log option, that receives the value
 * @param valueFrom the reference that a secret resolver turns into the value when a container starts
 */
public record Secret(String name, String valueFrom) {

    /** Checks what is required for null. */
    public Secret {
        Objects.requireNonNull(name, "Secret.name is required");
        Objects.requireNonNull(valueFrom, "Secret.valueFrom is required");
    }
}
