package io.stowage.core.world;

/** How a call out of the engine ended. */
public sealed interface Outcome<T> {

    /** It answered. {@code value} is null where the work has nothing to say. */
    record Success<T>(@org.jspecify.annotations.Nullable T value) implements Outcome<T> {}

    /** It threw. Whether it had an effect depends on the exception's contract. */
    record Failure<T>(Exception exception) implements Outcome<T> {}

    /** It did not answer in time, or the answer was lost: it may have had its effect, or may yet have it. */
    record Unknown<T>(String reason) implements Outcome<T> {}
}
