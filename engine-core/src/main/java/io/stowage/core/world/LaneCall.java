package io.stowage.core.world;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through a lane. It has exactly one outcome: the first of its answer, its deadline, and being dropped. Work
 * whose deadline has passed before it began is not begun.
 */
final class LaneCall<T> implements Runnable {

    private final Callable<T> work;
    private final Consumer<Outcome<T>> onOutcome;
    private final Runnable onReturn;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable Cancellable alarm;

    /** @param onReturn the call takes no place of its lane any more, and never will again */
    LaneCall(Callable<T> work, Consumer<Outcome<T>> onOutcome, Runnable onReturn) {
        this.work = work;
        this.onOutcome = onOutcome;
        this.onReturn = onReturn;
    }

    void expireBy(Cancellable cancellable) {
        alarm = cancellable;
        // The alarm may have rung before it was known here; cancelling it then does nothing.
        if (settled.get()) {
            cancellable.cancel();
        }
    }

    @Override
    public void run() {
        if (!settled.get()) {
            work();
        }
        onReturn.run();
    }

    private void work() {
        try {
            settle(new Outcome.Success<>(work.call()));
        } catch (Exception exception) {
            if (exception instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            settle(new Outcome.Failure<>(exception));
        } catch (Throwable error) {
            // A plugin's linkage error or stack overflow is its failure, not the lane's.
            settle(new Outcome.Failure<>(new IllegalStateException("The call failed with an error: " + error, error)));
        }
    }

    void expire(String lane, Duration deadline) {
        settle(new Outcome.Unknown<>("no answer on lane " + lane + " within " + deadline.toMillis() + " ms"));
    }

    /** It won't be run. */
    void drop(String reason) {
        settle(new Outcome.Unknown<>(reason));
        onReturn.run();
    }

    private void settle(Outcome<T> outcome) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        Cancellable present = alarm;
        if (present != null) {
            present.cancel();
        }
        onOutcome.accept(outcome);
    }
}
