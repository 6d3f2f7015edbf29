package io.stowage.testkit.invariant;

/** Where a check says that a rule is broken. */
@FunctionalInterface
interface Report {

    /** Does not return: throws an {@link InvariantViolation}. */
    void violated(Invariant invariant, String details);
}
