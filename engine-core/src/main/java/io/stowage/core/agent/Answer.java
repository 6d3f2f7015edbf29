package io.stowage.core.agent;

import io.stowage.core.world.Outcome;
import io.stowage.spi.ContainerRuntimeException;
import org.jspecify.annotations.Nullable;

/** What a call of the runtime brought: done, a clear "no", or nothing that could be relied on. */
sealed interface Answer<T> {

    /** It was done. */
    record Done<T>(@Nullable T value) implements Answer<T> {}

    /** It was not done, and nothing was changed. */
    record Refused<T>(ContainerRuntimeException no) implements Answer<T> {}

    /** It may have been done, or be done yet. {@code cause} is null if the call just did not answer. */
    record None<T>(String why, @Nullable Exception cause) implements Answer<T> {}

    /** Only a {@link ContainerRuntimeException} is a "no": every other failure leaves open what happened. */
    static <T> Answer<T> of(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Success<T> success) {
            return new Done<>(success.value());
        }
        if (outcome instanceof Outcome.Failure<T> failure) {
            Exception exception = failure.exception();
            return exception instanceof ContainerRuntimeException no
                    ? new Refused<>(no)
                    : new None<>(text(exception), exception);
        }
        return new None<>(((Outcome.Unknown<T>) outcome).reason(), null);
    }

    /** Why there is nothing to rely on; the reason for a "no". */
    static String reason(Answer<?> answer) {
        if (answer instanceof Refused<?> refused) {
            return refused.no().reason();
        }
        return answer instanceof None<?> none ? none.why() : "done";
    }

    private static String text(Exception exception) {
        String message = exception.getMessage();
        String type = exception.getClass().getSimpleName();
        return message == null ? type : type + ": " + message;
    }
}
