package io.stowage.model;

/** The state of a cluster. */
public enum ClusterStatus {
    /** Ready for container instances, services and tasks. */
    ACTIVE,

    /** Capacity for it is being made. */
    PROVISIONING,

    /** Capacity of it is being removed. */
    DEPROVISIONING,

    /** Making its capacity failed. */
    FAILED,

    /** Deleted. Seen for some time in DescribeClusters. */
    INACTIVE
}
