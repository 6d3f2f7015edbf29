package io.stowage.model;

/** How far the latest change of a capacity provider is. */
public enum CapacityProviderUpdateStatus {
    CREATE_IN_PROGRESS,
    CREATE_COMPLETE,
    CREATE_FAILED,
    DELETE_IN_PROGRESS,
    DELETE_COMPLETE,
    /** It is in use: see {@code updateStatusReason}. */
    DELETE_FAILED,
    /** Not all clusters that use it know of the change yet. */
    UPDATE_IN_PROGRESS,
    UPDATE_COMPLETE,
    UPDATE_FAILED
}
