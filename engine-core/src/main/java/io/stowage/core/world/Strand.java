package io.stowage.core.world;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A serial actor: what it is given runs one at a time, in the order given, never on the caller's stack. State that only one
 * strand touches needs no lock. Messages never block; what could block is {@linkplain #call called} on a lane.
 *
 * <p>Thread-safe.
 */
public interface Strand {

    /** Runs a message after those given before it. What the message throws is logged and harms no other. */
    void execute(Runnable message);

    /** Runs a message after a delay by the monotonic clock. */
    Cancellable schedule(Duration delay, Runnable message);

    /**
     * Does work on a lane and hands its outcome back to this strand, exactly once.
     *
     * @param deadline after which, from now, the outcome is {@link Outcome.Unknown}; what the work yields later is dropped
     */
    default <T> void call(Lane lane, Duration deadline, Callable<T> work, Consumer<Outcome<T>> onOutcome) {
        call(lane, deadline, work, onOutcome, null);
    }

    /**
     * The same for whoever has to know how much of the lane is taken.
     *
     * @param onReturn a message to this strand: the work is over or won't begin any more, and takes no place of the lane. It may come long after the
     *     outcome, just before it where both happen at the deadline, and never if the work never returns. Null if nobody wants to know
     */
    <T> void call(
            Lane lane,
            Duration deadline,
            Callable<T> work,
            Consumer<Outcome<T>> onOutcome,
            @Nullable Runnable onReturn);
}
