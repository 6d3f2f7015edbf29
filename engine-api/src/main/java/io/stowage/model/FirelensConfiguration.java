package io.stowage.model;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a container the log router of its task.
 *
 * @param type the router
 * @param options options of the router
 */
public record FirelensConfiguration(
        FirelensConfigurationType type, @Nullable Map<String, String> options) {

    /** Copies the maps, keeping their order; checks what is required for null. */
    public FirelensConfiguration {
        Objects.requireNonNull(type, "FirelensConfiguration.type is required");
        options = Copies.optionalMap(options);
    }
}
