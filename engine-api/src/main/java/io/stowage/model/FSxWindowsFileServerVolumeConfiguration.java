package io.stowage.model;

import java.util.Objects;

/**
 * A volume on Amazon FSx for Windows File Server.
 *
 * @param fileSystemId the file system
 * @param rootDirectory the directory to mount
 * @param authorizationConfig how the mount is authorised
 */
public record FSxWindowsFileServerVolumeConfiguration(
        String fileSystemId, String rootDirectory, FSxWindowsFileServerAuthorizationConfig authorizationConfig) {

    /** Checks what is required for null. */
    public FSxWindowsFileServerVolumeConfiguration {
        Objects.requireNonNull(fileSystemId, "FSxWindowsFileServerVolumeConfiguration.fileSystemId is required");
        Objects.requireNonNull(rootDirectory, "FSxWindowsFileServerVolumeConfiguration.rootDirectory is required");
        Objects.requireNonNull(
                authorizationConfig, "FSxWindowsFileServerVolumeConfiguration.authorizationConfig is required");
    }
}
