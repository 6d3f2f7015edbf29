package io.stowage.core.store;

import io.stowage.spi.StateStore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions that ride along in a call to the store that is made anyway, which is cheaper than a call of their own. They are asked after it, and
 * what becomes of them changes nothing about it: if the call has no answer in time, the question has none either, and is asked again with
 * the next.
 */
@FunctionalInterface
public interface Rider {

    /** What to ask with the call that is about to be made; null if there is nothing. Called on the strand. */
    @Nullable
    Question next();

    /** A question to the store. */
    @FunctionalInterface
    interface Question {

        /** Asks; may block, runs on the lane. Yields what to do with the answer, on the strand. */
        Runnable ask(StateStore store);
    }

    /** Asks, if there is something to ask; what it throws becomes the answer that {@code trouble} hears. */
    static Runnable ask(@Nullable Question question, StateStore store, Consumer<Throwable> trouble) {
        if (question == null) {
            return () -> {};
        }
        try {
            return question.ask(store);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failed) {
            return () -> trouble.accept(failed);
        }
    }
}
