package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume on Amazon EFS.
 *
 * @param fileSystemId the file system
 * @param rootDirectory the directory to mount; null means its root
 * @param transitEncryption whether data is encrypted on the way; null means disabled
 * @param transitEncryptionPort the port of the encrypted connection; null leaves it to the mount helper
 * @param authorizationConfig how the mount is authorised
 */
public record EFSVolumeConfiguration(
        String fileSystemId,
        @Nullable String rootDirectory,
        @Nullable EFSTransitEncryption transitEncryption,
        @Nullable Integer transitEncryptionPort,
        @Nullable EFSAuthorizationConfig authorizationConfig) {

    /** Checks what is required for null. */
    public EFSVolumeConfiguration {
        Objects.requireNonNull(fileSystemId, "EFSVolumeConfiguration.fileSystemId is required");
    }
}
