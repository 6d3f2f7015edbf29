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
    CHECK_HEALTH,
    /** Runs the command of the container's readiness check. */
    CHECK_READINESS;

    /** Whether it only asks how a container is: it changes nothing, and keeps no other call waiting. */
    boolean checks() {
        return this == CHECK_HEALTH || this == CHECK_READINESS;
    }
}
