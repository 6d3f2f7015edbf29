package io.stowage.model;

/** How the failure threshold of a deployment circuit breaker is computed from its value. */
public enum ThresholdType {
    /** The value is a percentage of the latest desired count, rounded up and held between 3 and 200. */
    BOUNDED_PERCENT,

    /** The value is a percentage of the latest desired count, rounded up; at least 1. */
    UNBOUNDED_PERCENT,

    /** The value is the threshold. */
    COUNT
}
