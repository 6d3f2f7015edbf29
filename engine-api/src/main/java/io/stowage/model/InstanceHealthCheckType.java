package io.stowage.model;

/** What a check of a container instance looks at. */
public enum InstanceHealthCheckType {
    /** The container runtime. */
    CONTAINER_RUNTIME,

    /** GPUs and other accelerators. */
    ACCELERATED_COMPUTE,

    /** The daemon tasks. */
    DAEMON,

    /** The connection between agent and control plane. */
    AGENT_CONNECTIVITY
}
