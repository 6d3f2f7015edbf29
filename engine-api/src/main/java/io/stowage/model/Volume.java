package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Storage that the containers of a task mount by its name. Which field is set says which kind it is; none means an empty
 * host volume.
 *
 * @param name at most 255 letters, digits, {@code _} and {@code -}; unique in the task definition
 * @param host a bind mount of the host
 * @param dockerVolumeConfiguration a Docker volume
 * @param efsVolumeConfiguration an EFS volume
 * @param s3filesVolumeConfiguration an S3 Files volume
 * @param fsxWindowsFileServerVolumeConfiguration an FSx for Windows volume
 * @param configuredAtLaunch whether the volume is described when a task or service is launched; at most one in a task definition
 */
@RecordBuilder
public record Volume(
        String name,
        @Nullable HostVolumeProperties host,
        @Nullable DockerVolumeConfiguration dockerVolumeConfiguration,
        @Nullable EFSVolumeConfiguration efsVolumeConfiguration,
        @Nullable S3FilesVolumeConfiguration s3filesVolumeConfiguration,
        @Nullable FSxWindowsFileServerVolumeConfiguration fsxWindowsFileServerVolumeConfiguration,
        @Nullable Boolean configuredAtLaunch) {

    /** Checks what is required for null. */
    public Volume {
        Objects.requireNonNull(name, "Volume.name is required");
    }

    /** A builder with every field absent. */
    public static VolumeBuilder builder() {
        return VolumeBuilder.builder();
    }

    /** A builder that starts from this value. */
    public VolumeBuilder toBuilder() {
        return VolumeBuilder.builder(this);
    }

    /** A volume without any settings: an empty directory of the runtime's choice. */
    public static Volume of(String name) {
        return new Volume(name, null, null, null, null, null, null);
    }

    /** A bind mount of a path on the host. */
    public static Volume ofHost(String name, String sourcePath) {
        return new Volume(name, new HostVolumeProperties(sourcePath), null, null, null, null, null);
    }
}
