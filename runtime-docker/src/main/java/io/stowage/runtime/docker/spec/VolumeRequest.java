package io.stowage.runtime.docker.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named volume that a container mounts.
 *
 * @param name its name in Docker
 * @param driver the volume driver
 * @param driverOpts options of the driver; may be empty
 * @param labels its labels; may be empty
 * @param createdIfMissing whether it is created where it does not exist; otherwise its absence is an error
 * @param withTask whether it is removed with the task: when the task's last container on the host was removed, and again with what is left
 *     over by a crash, found by {@link DockerLabels#VOLUME_OF}. One that is not the task's is never removed by Stowage
 */
public record VolumeRequest(
        String name,
        String driver,
        Map<String, String> driverOpts,
        Map<String, String> labels,
        boolean createdIfMissing,
        boolean withTask) {

    public VolumeRequest {
        driverOpts = Collections.unmodifiableMap(new LinkedHashMap<>(driverOpts));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}
