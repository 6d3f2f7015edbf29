package io.stowage.model;

/** Whether a task's network interface has a public address. */
public enum AssignPublicIp {
    /** It has. */
    ENABLED,

    /** It hasn't. */
    DISABLED
}
