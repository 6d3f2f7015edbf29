package io.stowage.testkit.invariant;

import java.time.Instant;

/**
 * An invariant does not hold. An error, so that nothing on the way takes it for the failure of a call: it ends the run at the event
 * that broke the rule.
 */
public final class InvariantViolation extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    /** @param details the objects concerned, and how they break the rule */
    public InvariantViolation(Invariant invariant, long seed, Instant virtualTime, String details) {
        super(invariant + " violated at " + virtualTime + " with seed " + seed + ". Rule: " + invariant.wording() + ". "
                + details);
        this.invariant = invariant;
    }

    public Invariant invariant() {
        return invariant;
    }
}
