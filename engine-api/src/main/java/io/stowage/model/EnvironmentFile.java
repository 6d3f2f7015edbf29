package io.stowage.model;

import java.util.Objects;

/**
 * A file of {@code NAME=VALUE} lines that become environment variables.
 *
 * @param value the ARN of the file, which ends in {@code .env}
 * @param type where the file lies
 */
public record EnvironmentFile(String value, EnvironmentFileType type) {

    /** Checks what is required for null. */
    public EnvironmentFile {
        Objects.requireNonNull(value, "EnvironmentFile.value is required");
        Objects.requireNonNull(type, "EnvironmentFile.type is required");
    }
}
