package io.stowage.core.agent;

/** What an agent calls a runtime for. */
enum Verb {
    PULL,
    CREATE,
    START,
    SIGNAL,
    KILL,
    REMOVE,
    INSPECT,
    /** Runs the command of the container's health check. */
    CHECK_HEALTH
}
