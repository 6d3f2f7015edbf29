package io.stowage.model;

/** A kind of capacity that a task definition is, or must be, valid for. */
public enum Compatibility {
    /** Container instances that the cluster's owner brings. */
    EC2("EC2"),
    /** Capacity without visible instances; the strictest rules. */
    FARGATE("FARGATE"),
    /** Container instances outside the cloud. */
    EXTERNAL("EXTERNAL"),
    /** Instances that the service manages. */
    MANAGED_INSTANCES("MANAGED_INSTANCES");

    private final String value;

    Compatibility(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
