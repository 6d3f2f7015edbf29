package io.stowage.spi;

/** Ends a stream of calls when closed. */
@FunctionalInterface
public interface RuntimeSubscription extends AutoCloseable {

    /** Idempotent; does not block, does not throw. A call that is under way may still end after it. */
    @Override
    void close();
}
