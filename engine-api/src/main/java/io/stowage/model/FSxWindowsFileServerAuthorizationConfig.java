package io.stowage.model;

import java.util.Objects;

/**
 * How the mount of an FSx for Windows file system is authorised.
 *
 * @param credentialsParameter the reference to the credentials
 * @param domain the Active Directory domain
 */
public record FSxWindowsFileServerAuthorizationConfig(String credentialsParameter, String domain) {

    /** Checks what is required for null. */
    public FSxWindowsFileServerAuthorizationConfig {
        Objects.requireNonNull(
                credentialsParameter, "FSxWindowsFileServerAuthorizationConfig.credentialsParameter is required");
        Objects.requireNonNull(domain, "FSxWindowsFileServerAuthorizationConfig.domain is required");
    }
}
