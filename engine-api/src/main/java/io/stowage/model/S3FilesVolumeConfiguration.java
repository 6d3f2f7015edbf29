package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume on Amazon S3 Files.
 *
 * @param fileSystemArn the file system
 * @param rootDirectory the directory to mount; null means its root
 * @param transitEncryptionPort the port of the encrypted connection; null leaves it to the mount helper
 * @param accessPointArn the access point
 */
public record S3FilesVolumeConfiguration(
        String fileSystemArn,
        @Nullable String rootDirectory,
        @Nullable Integer transitEncryptionPort,
        @Nullable String accessPointArn) {

    /** Checks what is required for null. */
    public S3FilesVolumeConfiguration {
        Objects.requireNonNull(fileSystemArn, "S3FilesVolumeConfiguration.fileSystemArn is required");
    }
}
