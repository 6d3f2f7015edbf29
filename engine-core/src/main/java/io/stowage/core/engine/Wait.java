package io.stowage.core.engine;

import io.stowage.core.event.EventHub;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.event.EcsEvent;
import io.stowage.event.EcsEventListener;
import io.stowage.event.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waits until something in a cluster is settled.
 *
 * <p>It listens to the cluster's events and looks again after each that may matter, one look at a time. What makes no event, such as the
 * deletion of a service without tasks, and what a slow listener misses, is found by a look now and then.
 *
 * @param <S> what is seen at a look
 */
final class Wait<S> {

    /** What is waited for. */
    interface Question<S> {

        /** Looks once. */
        CompletableFuture<S> look();

        /** Whether this is it, or nothing better can come of waiting. */
        boolean settled(S seen);

        /** Whether after this event it is worth to look again. */
        boolean concerns(EcsEvent event);

        /** How often to look for what makes no event. */
        default Duration lookEvery() {
            return LOOK_NOW_AND_THEN;
        }
    }

    private static final Duration LOOK_NOW_AND_THEN = Duration.ofSeconds(5);

    private final Question<S> question;
    private final Strand strand;
    private final CompletableFuture<S> settled = new CompletableFuture<>();
    private final Subscription subscription;
    private final Looking<S> looking;
    private volatile @Nullable S last;

    private Wait(Question<S> question, World world, EventHub events, String clusterArn) {
        this.question = question;
        this.strand = world.strand("wait");
        this.looking = new Looking<>(strand, question::look, this::looked);
        this.subscription = events.subscribe(clusterArn, new Listener());
    }

    /**
     * Waits. The first look is an operation like any other, with the operation timeout; only what comes after it has the deadline.
     *
     * @return what was seen last: settled, or not by the deadline
     */
    static <S> S until(String action, String clusterArn, Question<S> question, Duration deadline, EngineCore core) {
        long begun = core.world().monotonicNanos();
        Wait<S> wait = new Wait<>(question, core.world(), core.events(), clusterArn);
        try {
            S first = core.calls().await(action, question.look());
            Duration left = deadline.minusNanos(core.world().monotonicNanos() - begun);
            if (question.settled(first) || left.isNegative() || left.isZero()) {
                return first;
            }
            wait.strand.execute(wait.looking::look);
            S seen = core.calls().awaitWithin(action, wait.settled, left);
            S latest = seen == null ? wait.last : seen;
            return latest == null ? first : latest;
        } finally {
            wait.end();
        }
    }

    private final class Listener implements EcsEventListener {
        @Override
        public void onEvent(EcsEvent event) {
            if (question.concerns(event)) {
                strand.execute(looking::look);
            }
        }

        @Override
        public void onMissed(long count) {
            strand.execute(looking::look);
        }
    }

    private @Nullable Duration looked(@Nullable S seen, @Nullable Throwable failed) {
        if (seen == null) {
            settled.completeExceptionally(failed == null ? new IllegalStateException("nothing was seen") : failed);
            return null;
        }
        last = seen;
        if (question.settled(seen)) {
            settled.complete(seen);
            return null;
        }
        return question.lookEvery();
    }

    private void end() {
        subscription.close();
        strand.execute(looking::end);
    }
}
