package io.stowage.model;

/** On what kind of capacity tasks run. */
public enum LaunchType {
    /** On container instances of the cluster, whatever their runtime is. */
    EC2,

    /** On capacity that AWS runs. Not supported: refused. */
    FARGATE,

    /** On container instances that were registered from outside a provider. */
    EXTERNAL,

    /** On instances that AWS manages. Not supported: refused. */
    MANAGED_INSTANCES
}
