package io.stowage.model;

/** When the tasks of older deployments have to be gone, of a deployment that may succeed early. */
public enum ServiceRevisionCleanup {
    /** Before the deployment is COMPLETED. */
    BLOCKING,

    /** Whenever they can be: the deployment is COMPLETED without waiting for it. */
    DEFERRED
}
