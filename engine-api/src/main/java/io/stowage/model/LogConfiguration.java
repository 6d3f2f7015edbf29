package io.stowage.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a container's output goes.
 *
 * @param logDriver the driver
 * @param options options of the driver
 * @param secretOptions options whose values are secrets
 */
public record LogConfiguration(
        LogDriver logDriver,
        @Nullable Map<String, String> options,
        @Nullable List<Secret> secretOptions) {

    /** Copies the lists and maps, keeping their order; checks what is required for null. */
    public LogConfiguration {
        Objects.requireNonNull(logDriver, "LogConfiguration.logDriver is required");
        options = Copies.optionalMap(options);
        secretOptions = Copies.optionalList(secretOptions);
    }
}
