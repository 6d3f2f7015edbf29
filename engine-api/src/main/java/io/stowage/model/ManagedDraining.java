package io.stowage.model;

/** Whether instances that leave are drained before. */
public enum ManagedDraining {
    ENABLED,
    DISABLED
}
