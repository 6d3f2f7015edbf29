package io.stowage.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume of a Docker volume driver.
 *
 * @param scope how long it lives; null means task
 * @param autoprovision whether a shared volume is created when it does not exist
 * @param driver the volume driver; null means local
 * @param driverOpts options of the driver
 * @param labels labels of the volume
 */
public record DockerVolumeConfiguration(
        @Nullable Scope scope,
        @Nullable Boolean autoprovision,
        @Nullable String driver,
        @Nullable Map<String, String> driverOpts,
        @Nullable Map<String, String> labels) {

    /** Copies the maps, keeping their order. */
    public DockerVolumeConfiguration {
        driverOpts = Copies.optionalMap(driverOpts);
        labels = Copies.optionalMap(labels);
    }
}
