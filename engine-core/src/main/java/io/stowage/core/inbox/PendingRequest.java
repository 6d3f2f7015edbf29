package io.stowage.core.inbox;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.UnrecordedOperation;
import io.stowage.core.state.Reply;
import io.stowage.core.world.Cancellable;
import io.stowage.error.EcsException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request that waits for its answer. Belongs to the loop's strand. */
final class PendingRequest<T> {
    final ClusterOperation<T> operation;
    final CompletableFuture<T> answer;
    final long askedAtNanos;
    final Instant takeBy;

    @Nullable
    Cancellable deadline;
    /** Whether it is known to be in the inbox, or to have been. */
    boolean written;

    PendingRequest(ClusterOperation<T> operation, CompletableFuture<T> answer, long askedAtNanos, Instant takeBy) {
        this.operation = operation;
        this.answer = answer;
        this.askedAtNanos = askedAtNanos;
        this.takeBy = takeBy;
    }

    /** Whether a leader refused it because it came to it too late. */
    boolean late(Reply reply) {
        return reply.refusal() != null && reply.repliedAt().isAfter(takeBy);
    }

    boolean unrecorded() {
        return operation instanceof UnrecordedOperation<T>;
    }

    void usual() {
        if (operation instanceof UnrecordedOperation<T> quiet) {
            answer.complete(quiet.usualAnswer());
        }
    }

    void replied(Reply reply) {
        try {
            answer.complete(Replies.read(operation, reply));
        } catch (EcsException refused) {
            answer.completeExceptionally(refused);
        }
    }
}
