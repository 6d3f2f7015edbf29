package io.stowage.event;

/** How serious a service action or a deployment state change is. */
public enum EventType {
    /** Things go as they should. */
    INFO,

    /** Something is in the way; the engine goes on trying. */
    WARN,

    /** Something failed. */
    ERROR
}
