package io.stowage.core.agent;

/** A call was not made, because the agent's licence did not hold any more when it came to be its turn. */
final class NotLicensedException extends Exception {

    private static final long serialVersionUID = 1L;

    NotLicensedException() {
        super("the attachment of the agent is not valid at the moment");
    }
}
