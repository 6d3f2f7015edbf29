package io.stowage.model;

/** Whether a service evens its tasks out over availability zones by itself. */
public enum AvailabilityZoneRebalancing {
    /** It does. */
    ENABLED,

    /** It doesn't. */
    DISABLED
}
