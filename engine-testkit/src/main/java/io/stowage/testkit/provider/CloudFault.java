package io.stowage.testkit.provider;

/** The ways in which a cloud fails its caller, for counting how often each truly struck. */
public enum CloudFault {
    /** A call had its effect, and its answer got lost. */
    REPLY_LOST,
    /** A call failed before it had an effect: throttled, or the network broke. */
    CALL_FAILED,
    /** All calls fail for a while, for example because credentials have expired. */
    ACCESS_DENIED,
    /** A description left out a machine that was launched a while ago. */
    DESCRIBE_LAGGED,
    /** A machine that was being ended was nowhere to be found, and ran on. */
    NOT_FOUND_WHILE_RUNNING,
    /** A token came again with another request. */
    TOKEN_REUSED,
    /** There was no capacity. */
    NO_CAPACITY,
    /** The account's limit was reached. */
    LIMIT_REACHED,
    /** A machine that was launched never runs. */
    NEVER_RUNS,
    /** A machine runs and can never be reached. */
    NEVER_REACHED,
    /** A machine was to be taken back, and its user was told. */
    NOTICE_GIVEN,
    /** A notice was withdrawn. */
    NOTICE_WITHDRAWN,
    /** A machine was taken back, with or without notice. */
    TAKEN_BACK,
    /** Somebody else's machine was asked to end. Nobody ever should. */
    STRANGER_ENDED
}
