package io.stowage.model;

import java.util.Objects;

/**
 * The credentials of a private image registry.
 *
 * @param credentialsParameter the reference to the credentials
 */
public record RepositoryCredentials(String credentialsParameter) {

    /** Checks what is required for null. */
    public RepositoryCredentials {
        Objects.requireNonNull(credentialsParameter, "RepositoryCredentials.credentialsParameter is required");
    }
}
