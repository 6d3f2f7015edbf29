package io.stowage.core.engine;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Strand;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again: one look is under way at a time, and however often it is asked for another one meanwhile, that makes one. In between there is a
 * pause, which a look that is asked for ends.
 *
 * <p>Belongs to its strand.
 *
 * @param <S> what is seen at a look
 */
final class Looking<S> {

    /** Hears how a look ended. */
    @FunctionalInterface
    interface Seen<S> {

        /**
         * A look is over; null is what wasn't seen, or why it wasn't.
         *
         * @return how long to pause if nobody asks for a look; null to look no more
         */
        @Nullable
        Duration looked(@Nullable S seen, @Nullable Throwable failure);
    }

    private final Strand strand;
    private final Supplier<CompletableFuture<S>> look;
    private final Seen<S> seen;
    private @Nullable Cancellable timer;
    private boolean looking;
    private boolean again;
    private boolean ended;

    Looking(Strand strand, Supplier<CompletableFuture<S>> look, Seen<S> seen) {
        this.strand = strand;
        this.look = look;
        this.seen = seen;
    }

    /** Whether a look is under way. */
    boolean looking() {
        return looking;
    }

    /** It may be worth a look. */
    void look() {
        if (ended) {
            return;
        }
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        again = false;
        cancelTimer();
        CompletableFuture<S> unused =
                look.get().whenComplete((found, failure) -> strand.execute(() -> looked(found, failure)));
    }

    private void looked(@Nullable S found, @Nullable Throwable failure) {
        looking = false;
        if (ended) {
            return;
        }
        Duration pause = seen.looked(found, failure);
        if (pause == null) {
            end();
        } else if (again) {
            look();
        } else {
            timer = strand.schedule(pause, this::look);
        }
    }

    /** Looks no more. Idempotent. */
    void end() {
        ended = true;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
