package io.stowage.model;

/** On what kind of capacity tasks run. */
public enum LaunchType {
    /** On container instances of the cluster, whatever their runtime is. */
    EC2,

    /** On capacity without container instances to look after: each task has a slice of its own size of a host that is there for such tasks. */
    FARGATE,

    /** On container instances that were registered from outside a provider. */
    EXTERNAL,

    /** On instances that AWS manages. Not supported: refused. */
    MANAGED_INSTANCES
}
