package io.stowage.model;

import java.util.Objects;

/**
 * How many failures make a deployment circuit breaker fire.
 *
 * @param type how the threshold comes from the value
 * @param value a percentage or a count, by {@code type}
 */
public record ThresholdConfiguration(ThresholdType type, int value) {

    /** Checks what is required for null. */
    public ThresholdConfiguration {
        Objects.requireNonNull(type, "ThresholdConfiguration.type is required");
    }
}
