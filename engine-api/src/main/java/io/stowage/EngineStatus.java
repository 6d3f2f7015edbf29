package io.stowage;

/** How an engine is. */
public enum EngineStatus {
    /** Starting: not all partitions have a role yet. */
    INITIALIZING,

    /** Working. */
    OK,

    /** Working, and something is in its way: {@code lastError} of a partition says what. */
    IMPAIRED,

    /** Closed: every operation is refused. */
    CLOSED
}
