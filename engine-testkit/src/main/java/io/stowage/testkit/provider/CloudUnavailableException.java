package io.stowage.testkit.provider;

/** A call of the cloud failed, and whoever made it doesn't know whether it had an effect. */
public final class CloudUnavailableException extends RuntimeException {

    CloudUnavailableException(String message) {
        super(message);
    }
}
