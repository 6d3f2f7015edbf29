package io.stowage.model;

/** Whether managed scaling leaves instances alone that have tasks, other than those of DAEMON services. */
public enum ManagedTerminationProtection {
    ENABLED,
    DISABLED
}
