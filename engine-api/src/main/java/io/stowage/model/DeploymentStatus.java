package io.stowage.model;

/** The place of a deployment in its service. */
public enum DeploymentStatus {
    /** The newest deployment: new tasks belong to it. */
    PRIMARY,

    /** An older deployment that still has tasks. */
    ACTIVE,

    /** A deployment that was replaced completely. */
    INACTIVE
}
