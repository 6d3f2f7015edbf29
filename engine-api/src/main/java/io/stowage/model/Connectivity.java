package io.stowage.model;

/** Whether the agent of a task's container instance can be reached. */
public enum Connectivity {
    /** It can be reached. */
    CONNECTED,

    /** It can't. The task is not replaced because of that alone: its containers may well be running. */
    DISCONNECTED
}
