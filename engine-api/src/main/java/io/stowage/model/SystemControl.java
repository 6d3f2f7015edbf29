package io.stowage.model;

import java.util.Objects;

/**
 * A namespaced kernel parameter of a container.
 *
 * @param namespace the parameter, such as {@code net.core.somaxconn}
 * @param value its value
 */
public record SystemControl(String namespace, String value) {

    /** Checks what is required for null. */
    public SystemControl {
        Objects.requireNonNull(namespace, "SystemControl.namespace is required");
        Objects.requireNonNull(value, "SystemControl.value is required");
    }
}
