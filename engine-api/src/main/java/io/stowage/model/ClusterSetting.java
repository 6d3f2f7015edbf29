package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a cluster.
 *
 * @param name what is set
 * @param value its value; null for the default
 */
public record ClusterSetting(
        ClusterSettingName name, @Nullable String value) {

    /** Checks what is required for null. */
    public ClusterSetting {
        Objects.requireNonNull(name, "ClusterSetting.name is required");
    }
}
