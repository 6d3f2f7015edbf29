package io.stowage.core.world;

/** Something that will happen unless it is cancelled. */
@FunctionalInterface
public interface Cancellable {

    /** It will not happen, if it has not begun yet. Idempotent. */
    void cancel();
}
