package io.stowage.testkit.fault;

/** The kinds of faults. */
public enum Fault {
    BAD_APPLICATIONS,
    HOST_VANISHES,
    HOST_REBOOTS,
    ENGINE_CRASHES,
    ENGINE_RESTARTS,
    CALLS_FAIL,
    CALLS_SLOW
}
