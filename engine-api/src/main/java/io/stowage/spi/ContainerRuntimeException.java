package io.stowage.spi;

import java.util.Objects;

/**
 * A runtime's definite "no": what was asked was not done and will not be done by itself. What a runtime does not know, it says
 * by any other exception.
 */
public final class ContainerRuntimeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** ECS's categories, as they begin a container's {@code reason}. */
    public enum Category {
        CannotPullContainerError,
        CannotCreateContainerError,
        CannotStartContainerError,
        CannotStopContainerError,
        CannotInspectContainerError,
        ResourceInitializationError,
        OutOfMemoryError,
        ContainerRuntimeError,
        ContainerRuntimeTimeoutError
    }

    private final Category category;
    private final boolean retryable;

    private ContainerRuntimeException(Category category, boolean retryable, String message) {
        super(message);
        this.category = Objects.requireNonNull(category);
        this.retryable = retryable;
    }

    /** A "no" that asking again will not change. */
    public static ContainerRuntimeException permanent(Category category, String message) {
        return new ContainerRuntimeException(category, false, message);
    }

    /** A "no" that may become a "yes" by itself: a full disk, a rate limit. */
    public static ContainerRuntimeException retryable(Category category, String message) {
        return new ContainerRuntimeException(category, true, message);
    }

    /** What kind of "no" it is. */
    public Category category() {
        return category;
    }

    /** Whether the agent asks again, a few times and ever later. */
    public boolean isRetryable() {
        return retryable;
    }

    /** The text for a container's {@code reason}: category and message, as ECS writes it. */
    public String reason() {
        return category + ": " + getMessage();
    }
}
