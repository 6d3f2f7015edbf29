package io.stowage.core.inbox;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.UnrecordedOperation;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;
import io.stowage.core.state.Kind;
import io.stowage.core.state.Reply;
import io.stowage.core.store.Rider;
import io.stowage.core.world.Cancellable;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends operations to the leader through the inbox, and waits for their replies.
 *
 * <p>A request is written under an id of its own. Its reply comes with the changes that the follower folds, so that whoever has the answer also
 * sees, on this engine, what the operation did. An {@linkplain UnrecordedOperation operation whose usual answer goes without saying} is answered
 * when its request is gone from the inbox and what was committed before that, seen afterwards, holds no reply.
 *
 * <p>Who has waited for too long is told that no leader answered, and the request is withdrawn; the leader may have taken it by then. Belongs to the
 * loop's strand.
 */
public final class InboxSender {

    private static final long NEVER = -1;

    /** A request that waits for its answer. */
    private static final class Pending<T> {
        final ClusterOperation<T> operation;
        final CompletableFuture<T> answer;

        @Nullable
        Cancellable deadline;
        /** Whether it is known to be in the inbox, or to have been. */
        boolean written;

        Pending(ClusterOperation<T> operation, CompletableFuture<T> answer) {
            this.operation = operation;
            this.answer = answer;
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

    /** An operation that nobody was asked for. */
    @FunctionalInterface
    public interface Unsent {
        <T> void take(ClusterOperation<T> operation, CompletableFuture<T> answer);
    }

    private final InboxSetup setup;
    private final InboxWriter writer;
    private final Map<String, Pending<?>> pending = new LinkedHashMap<>();
    /** The revision of the inbox from which on requests are watched that say by going that they are done with. */
    private long watchedFrom = NEVER;

    InboxSender(InboxSetup setup, InboxWriter writer) {
        this.setup = setup;
        this.writer = writer;
    }

    /** Sends an operation. */
    public <T> void send(ClusterOperation<T> operation, CompletableFuture<T> answer) {
        String requestId = setup.world().newId();
        Pending<T> waiting = new Pending<>(operation, answer);
        pending.put(requestId, waiting);
        waiting.deadline = setup.strand().schedule(setup.answerWithin(), () -> expired(requestId));
        writer.put(
                requestId,
                new InboxRequest(operation, setup.engineId(), setup.world().now()));
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return pending.isEmpty();
    }

    private void expired(String requestId) {
        boolean unsent = writer.takeBack(requestId);
        Pending<?> waiting = take(requestId);
        if (waiting == null) {
            return;
        }
        if (unsent) {
            refuse(
                    waiting,
                    "the request could not be handed to the leader within " + setup.answerWithin()
                            + "; nothing was changed");
        } else {
            writer.remove(requestId);
            refuse(
                    waiting,
                    "no leader answered within " + setup.answerWithin()
                            + ". The outcome is unknown: it may have been carried out, or may still be. Look at what it is about before"
                            + " you ask again");
        }
    }

    private void refuse(Pending<?> waiting, String why) {
        waiting.answer.completeExceptionally(new ServerException("cluster " + setup.clusterName() + ": " + why));
    }

    private @Nullable Pending<?> take(String requestId) {
        Pending<?> waiting = pending.remove(requestId);
        if (waiting != null && waiting.deadline != null) {
            waiting.deadline.cancel();
        }
        return waiting;
    }

    /** The follower has seen replies. */
    public void changed(FoldedChanges changes) {
        if (changes.readAnew()) {
            look(changes.state());
        } else if (!pending.isEmpty()) {
            changes.changed(Kind.REPLY, Reply.class).forEach(this::replied);
        }
    }

    /** The state was read: the replies may be in it. */
    public void look(ClusterState state) {
        for (String requestId : List.copyOf(pending.keySet())) {
            Reply reply = state.reply(requestId);
            if (reply != null) {
                replied(reply);
            }
        }
    }

    private void replied(Reply reply) {
        Pending<?> waiting = take(reply.requestId());
        if (waiting != null) {
            waiting.replied(reply);
        }
    }

    /** This engine leads, and has done what the request asked for: its answer is this. */
    public void answered(String requestId, CompletableFuture<?> outcome) {
        Pending<?> waiting = take(requestId);
        if (waiting != null) {
            hand(outcome, waiting);
        }
    }

    private static <T> void hand(CompletableFuture<?> outcome, Pending<T> to) {
        CompletableFuture<?> unused = outcome.whenComplete((value, failure) -> {
            if (failure == null) {
                // It is the outcome of the very operation.
                @SuppressWarnings("unchecked")
                T typed = (T) value;
                to.answer.complete(typed);
            } else {
                to.answer.completeExceptionally(failure);
            }
        });
    }

    /** This engine leads, and knows what is in the inbox: what is there no more, and has no reply, was done with by the leader before. */
    public void onlyThoseWait(Predicate<String> inInbox) {
        for (String requestId : unrecorded()) {
            if (!inInbox.test(requestId)) {
                gone(requestId);
            }
        }
    }

    private void gone(String requestId) {
        Pending<?> waiting = take(requestId);
        if (waiting != null) {
            waiting.usual();
        }
    }

    /** Requests that are known to have been written and that say by going that they are done with. */
    private List<String> unrecorded() {
        List<String> ids = new ArrayList<>();
        pending.forEach((requestId, waiting) -> {
            if (waiting.written && waiting.unrecorded()) {
                ids.add(requestId);
            }
        });
        return ids;
    }

    /** Takes back what was not sent yet: this engine leads, and needs no inbox. */
    public void takeUnsent(Unsent by) {
        for (String requestId : List.copyOf(pending.keySet())) {
            if (writer.takeBack(requestId)) {
                Pending<?> waiting = take(requestId);
                if (waiting != null) {
                    giveBack(waiting, by);
                }
            }
        }
    }

    private static <T> void giveBack(Pending<T> waiting, Unsent to) {
        to.take(waiting.operation, waiting.answer);
    }

    /** The engine closes. */
    public void close() {
        for (String requestId : List.copyOf(pending.keySet())) {
            Pending<?> waiting = take(requestId);
            if (waiting != null) {
                refuse(
                        waiting,
                        "the engine was closed before the answer came. The outcome is unknown: it may have been"
                                + " carried out, or may still be");
            }
        }
    }

    void written(List<String> requestIds) {
        for (String requestId : requestIds) {
            Pending<?> waiting = pending.get(requestId);
            if (waiting != null) {
                waiting.written = true;
            }
        }
    }

    /**
     * What to ask before the follower asks what has changed, in the same call: which requests are gone. As it is asked before, what is
     * committed before they go is in what the follower sees then.
     */
    public Rider.@Nullable Question question() {
        List<String> watched = unrecorded();
        if (watched.isEmpty()) {
            watchedFrom = NEVER;
            return null;
        }
        long after = watchedFrom;
        return store -> {
            InboxView view = InboxView.of(store, setup.partition(), after);
            return () -> seen(view, watched);
        };
    }

    private void seen(InboxView view, List<String> watched) {
        watchedFrom = view.revision();
        writer.seen(view.revision());
        Set<String> gone = new LinkedHashSet<>();
        if (view.all() == null) {
            view.changes().stream()
                    .filter(change -> change instanceof Write.Delete)
                    .map(Write::id)
                    .forEach(gone::add);
        } else {
            gone.addAll(watched);
            view.all().stream().map(StoredRecord::id).forEach(gone::remove);
        }
        gone.retainAll(waitingForTheUsual());
        gone.forEach(this::gone);
    }

    private Set<String> waitingForTheUsual() {
        Set<String> ids = new LinkedHashSet<>();
        pending.forEach((requestId, waiting) -> {
            if (waiting.unrecorded()) {
                ids.add(requestId);
            }
        });
        return ids;
    }
}
