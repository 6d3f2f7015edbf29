package io.stowage.core.inbox;

import io.stowage.core.json.RawJson;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.UnrecordedOperation;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Reply;
import io.stowage.core.state.Transaction;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers to requests, as records of the cluster's partition: each is committed with what its request changed, so that no crash can come between
 * them. A reply is kept until its request is gone from the inbox and whoever asked has had time to see it.
 */
public final class Replies {

    /** Much longer than anybody waits. */
    private static final Duration KEPT = Duration.ofMinutes(3);
    /** Replies are removed some at a time, so that each doesn't cost a commit. */
    private static final Duration REMOVED_EVERY = Duration.ofMinutes(3);

    private Replies() {}

    /** The operation has answered. Nothing is recorded of an answer that goes without saying. */
    public static <T> void record(String requestId, ClusterOperation<T> operation, T answer, Transaction transaction) {
        if (!goesWithoutSaying(operation, answer)) {
            transaction.putReply(
                    new Reply(requestId, OperationCatalogue.answer(operation, answer), null, transaction.now()));
        }
    }

    /** Whether there is no reply if this is the answer; null is that of an operation that was refused. */
    static <T> boolean goesWithoutSaying(ClusterOperation<T> operation, @Nullable T answer) {
        return operation instanceof UnrecordedOperation<T> quiet
                && quiet.usualAnswer().equals(answer);
    }

    /** The operation was refused. */
    public static void record(String requestId, EcsException refused, Transaction transaction) {
        transaction.putReply(new Reply(requestId, null, Refusals.of(refused), transaction.now()));
    }

    /**
     * The answer that a reply holds.
     *
     * @throws EcsException if the operation was refused, or the answer can't be read
     */
    public static <T> T read(ClusterOperation<T> operation, Reply reply) {
        RawJson answer = answer(reply);
        try {
            return OperationCatalogue.readAnswer(operation, answer);
        } catch (IllegalArgumentException unreadable) {
            throw new ServerException(
                    "it was carried out, and its answer can't be read by this version of the engine: "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** The JSON of the answer; throws as the operation was refused. */
    static RawJson answer(Reply reply) {
        if (reply.refusal() != null) {
            throw Refusals.exception(reply.refusal());
        }
        if (reply.answer() == null) {
            throw new ServerException("it was carried out, and the reply says nothing of it: look at what it is about");
        }
        return reply.answer();
    }

    /** When {@link #expire} will have something to remove; null if there is nothing. */
    public static @Nullable Instant nextDue(ClusterState state) {
        return state.replies().isEmpty()
                ? null
                : state.replies().iterator().next().repliedAt().plus(KEPT).plus(REMOVED_EVERY);
    }

    /**
     * Removes replies that have been kept long enough, if one of them is due.
     *
     * @param inInbox whether a request may still be in the inbox: if its reply were gone, it would be applied again
     */
    public static void expire(Transaction transaction, Predicate<String> inInbox) {
        Instant due = nextDue(transaction.state());
        if (due == null || due.isAfter(transaction.now())) {
            return;
        }
        List<String> expired = new ArrayList<>();
        for (Reply reply : transaction.state().replies()) {
            if (reply.repliedAt().plus(KEPT).isAfter(transaction.now())) {
                break;
            }
            if (!inInbox.test(reply.requestId())) {
                expired.add(reply.requestId());
            }
        }
        expired.forEach(transaction::deleteReply);
    }
}
