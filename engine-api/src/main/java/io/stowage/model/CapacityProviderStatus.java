package io.stowage.model;

/** The state of a capacity provider. */
public enum CapacityProviderStatus {
    /** It is being made. */
    PROVISIONING,

    /** It can be put on clusters and used in strategies. */
    ACTIVE,

    /** It is being deleted: no cluster can begin to use it. */
    DEPROVISIONING,

    /** Deleted. */
    INACTIVE
}
