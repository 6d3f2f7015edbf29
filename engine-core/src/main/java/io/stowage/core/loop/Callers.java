package io.stowage.core.loop;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.error.ServerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Those who wait for the answers to their operations: at most so many, and none of them for ever. Thread-safe. */
final class Callers {

    private final String clusterName;
    private final int limit;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    Callers(String clusterName, int limit) {
        this.clusterName = clusterName;
        this.limit = limit;
    }

    /** Takes an operation in, until its answer is there; null if it was refused, and its answer says why. */
    <T> Mailbox.@Nullable Waiting<T> admit(
            ClusterOperation<T> operation, CompletableFuture<T> answer, long askedAtNanos) {
        if (closed) {
            answer.completeExceptionally(exception("the engine is closed; nothing was changed"));
            return null;
        }
        if (waiting.incrementAndGet() > limit) {
            waiting.decrementAndGet();
            answer.completeExceptionally(new ServerException("cluster " + clusterName + " has " + limit
                    + " operations waiting, which is the limit (operationQueueLimit): try again later"));
            return null;
        }
        CompletableFuture<T> unused = answer.whenComplete((value, failure) -> waiting.decrementAndGet());
        return new Mailbox.Waiting<>(operation, answer, askedAtNanos);
    }

    /** From now on nothing is taken in. */
    void close() {
        closed = true;
    }

    /** Whether the loop is closed. */
    boolean closed() {
        return closed;
    }

    /** A turn comes to nothing. */
    void refuse(Turn turn, String why) {
        turn.waiting().forEach(answer -> refuse(answer, why));
    }

    /** What no turn has taken is refused, because the engine is closed. */
    void refuse(Mailbox.Waiting<?> operation) {
        refuse(operation.answer(), "the engine is closed; nothing was changed");
    }

    void refuse(CompletableFuture<?> answer, String why) {
        answer.completeExceptionally(exception(why));
    }

    private ServerException exception(String why) {
        return new ServerException("cluster " + clusterName + ": " + why);
    }
}
