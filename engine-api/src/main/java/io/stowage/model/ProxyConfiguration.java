package io.stowage.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The proxy container of a task.
 *
 * @param type the kind of proxy; null means APPMESH
 * @param containerName the container that is the proxy
 * @param properties properties of the proxy
 */
public record ProxyConfiguration(
        @Nullable ProxyConfigurationType type,
        String containerName,
        @Nullable List<KeyValuePair> properties) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public ProxyConfiguration {
        Objects.requireNonNull(containerName, "ProxyConfiguration.containerName is required");
        properties = Copies.optionalList(properties);
    }
}
