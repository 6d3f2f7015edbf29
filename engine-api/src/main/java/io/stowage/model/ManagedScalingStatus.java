package io.stowage.model;

/** Whether a capacity provider launches and ends instances by itself. */
public enum ManagedScalingStatus {
    ENABLED,
    DISABLED
}
