package io.stowage.core.world;

import java.util.function.Function;

/** How a call out of the engine ended. */
public sealed interface Outcome<T> {

    /** The same of an answer, where there is one, that is made of this one's. */
    default <R> Outcome<R> map(Function<T, R> by) {
        if (this instanceof Success<T> success) {
            return new Success<>(success.value() == null ? null : by.apply(success.value()));
        }
        return this instanceof Failure<T> failure
                ? new Failure<>(failure.exception())
                : new Unknown<>(((Unknown<T>) this).reason());
    }

    /** It answered. {@code value} is null where the work has nothing to say. */
    record Success<T>(@org.jspecify.annotations.Nullable T value) implements Outcome<T> {}

    /** It threw. Whether it had an effect depends on the exception's contract. */
    record Failure<T>(Exception exception) implements Outcome<T> {}

    /** It did not answer in time, or the answer was lost: it may have had its effect, or may yet have it. */
    record Unknown<T>(String reason) implements Outcome<T> {}
}
