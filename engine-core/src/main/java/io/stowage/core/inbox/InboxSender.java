package io.stowage.core.inbox;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;
import io.stowage.core.state.Kind;
import io.stowage.core.state.Reply;
import io.stowage.core.store.Rider;
import io.stowage.error.ServerException;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends operations to the leader through the inbox, and waits for their replies.
 *
 * <p>A request is written under an id of its own. Its reply comes with the changes that the follower folds, so that whoever has the answer also
 * sees, on this engine, what the operation did. An {@linkplain UnrecordedOperation operation whose usual answer goes without saying} is answered
 * when its request was seen to go from the inbox: the leader leaves it there with any other answer, for what this engine follows may be older than
 * what it sees of the inbox. If it isn't there and was not seen to go, the store may have lost it: what became of it is unknown.
 *
 * <p>Who has waited for too long is told that no leader answered, and the request is withdrawn; the leader may have taken it by then, and {@link Patience}
 * bounds how long it may. A request that a leader refuses because its time is past, while whoever asked still waits, shows that this engine's idea of
 * the cluster's time was wrong: it is sent again, by the time that the refusal tells. Belongs to the loop's strand.
 */
public final class InboxSender {

    /** An operation that nobody was asked for. */
    @FunctionalInterface
    public interface Unsent {
        <T> void take(ClusterOperation<T> operation, CompletableFuture<T> answer, long askedAtNanos);
    }

    private final InboxSetup setup;
    private final InboxWriter writer;
    private final ClusterTime time;
    private final Map<String, PendingRequest<?>> pending = new LinkedHashMap<>();
    /** The revision of the inbox from which on requests are watched that say by going that they are done with; null if none are. */
    private @Nullable Revision watchedFrom;

    InboxSender(InboxSetup setup, InboxWriter writer) {
        this.setup = setup;
        this.writer = writer;
        this.time = new ClusterTime(setup.world());
    }

    /**
     * Sends an operation.
     *
     * @param askedAtNanos when it was asked for, by the monotonic clock: from then on it waits
     */
    public <T> void send(ClusterOperation<T> operation, CompletableFuture<T> answer, long askedAtNanos) {
        Duration age = Duration.ofNanos(setup.world().monotonicNanos() - askedAtNanos);
        Instant takeBy = time.now().plus(setup.patience().takenWithin()).minus(age);
        PendingRequest<T> waiting = new PendingRequest<>(operation, answer, askedAtNanos, takeBy);
        Duration left = setup.patience().answerWithin().minus(age);
        if (left.isNegative() || left.isZero()) {
            refuseUnsent(waiting);
            return;
        }
        String requestId = setup.world().newId();
        pending.put(requestId, waiting);
        waiting.deadline = setup.strand().schedule(left, () -> expired(requestId));
        writer.put(
                requestId,
                new InboxRequest(operation, setup.engineId(), setup.world().now(), takeBy));
    }

    /** The cluster's time was this, when something was committed. */
    public void seen(Instant committed) {
        time.seen(committed);
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return pending.isEmpty();
    }

    private void expired(String requestId) {
        boolean unsent = writer.takeBack(requestId);
        PendingRequest<?> waiting = take(requestId);
        if (waiting == null) {
            return;
        }
        if (unsent) {
            refuseUnsent(waiting);
        } else {
            writer.remove(requestId);
            refuse(
                    waiting,
                    "no leader answered within " + setup.patience().answerWithin() + ". " + unknown(waiting)
                            + " Look at what it is about before you ask again");
        }
    }

    private String unknown(PendingRequest<?> waiting) {
        return "The outcome is unknown: it may have been carried out, or may still be until " + waiting.takeBy
                + " by the cluster's time, which is " + time.now() + " now.";
    }

    private void refuseUnsent(PendingRequest<?> waiting) {
        refuse(
                waiting,
                "the request could not be handed to the leader within "
                        + setup.patience().answerWithin() + "; nothing was changed");
    }

    private void refuse(PendingRequest<?> waiting, String why) {
        waiting.answer.completeExceptionally(new ServerException("cluster " + setup.clusterName() + ": " + why));
    }

    private @Nullable PendingRequest<?> take(String requestId) {
        PendingRequest<?> waiting = pending.remove(requestId);
        if (waiting != null && waiting.deadline != null) {
            waiting.deadline.cancel();
        }
        return waiting;
    }

    /** The follower has seen replies. */
    public void changed(FoldedChanges changes) {
        if (changes.isAnother()) {
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
        PendingRequest<?> waiting = take(reply.requestId());
        if (waiting != null && waiting.unrecorded()) {
            writer.remove(reply.requestId());
        }
        if (waiting != null && waiting.late(reply)) {
            time.seen(reply.repliedAt());
            sendAgain(waiting);
        } else if (waiting != null) {
            waiting.replied(reply);
        }
    }

    private <T> void sendAgain(PendingRequest<T> waiting) {
        send(waiting.operation, waiting.answer, waiting.askedAtNanos);
    }

    /** This engine leads, and has done what the request asked for: its answer is this. */
    public void answered(String requestId, CompletableFuture<?> outcome) {
        PendingRequest<?> waiting = take(requestId);
        if (waiting != null) {
            hand(outcome, waiting);
        }
    }

    private static <T> void hand(CompletableFuture<?> outcome, PendingRequest<T> to) {
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

    /** This engine leads, and knows what is in the inbox: what is there no more, and has no reply, nobody answers. */
    public void onlyThoseWait(Predicate<String> inInbox) {
        for (String requestId : unrecorded()) {
            if (!inInbox.test(requestId)) {
                missing(requestId);
            }
        }
    }

    private void missing(String requestId) {
        PendingRequest<?> waiting = take(requestId);
        if (waiting != null) {
            refuse(waiting, "the request is in the inbox no more, and nobody saw it go. " + unknown(waiting));
        }
    }

    private void gone(String requestId) {
        PendingRequest<?> waiting = pending.get(requestId);
        if (waiting != null && isLate(waiting)) {
            missing(requestId);
        } else if (take(requestId) != null) {
            Objects.requireNonNull(waiting).usual();
        }
    }

    /** Whether it waits for longer than leaders expect, so that its request may have gone with any answer. */
    private boolean isLate(PendingRequest<?> waiting) {
        return setup.world().monotonicNanos() - waiting.askedAtNanos
                >= setup.patience().answerWithin().toNanos();
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
                PendingRequest<?> waiting = take(requestId);
                if (waiting != null) {
                    giveBack(waiting, by);
                }
            }
        }
    }

    private static <T> void giveBack(PendingRequest<T> waiting, Unsent to) {
        to.take(waiting.operation, waiting.answer, waiting.askedAtNanos);
    }

    /** The engine closes. */
    public void close() {
        for (String requestId : List.copyOf(pending.keySet())) {
            PendingRequest<?> waiting = take(requestId);
            if (waiting != null) {
                refuse(waiting, "the engine was closed before the answer came. " + unknown(waiting));
            }
        }
    }

    void written(List<String> requestIds, Revision at) {
        if (watchedFrom == null) {
            watchedFrom = at;
        }
        for (String requestId : requestIds) {
            PendingRequest<?> waiting = pending.get(requestId);
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
            watchedFrom = null;
            return null;
        }
        Revision after = watchedFrom;
        return store -> {
            InboxView view = InboxView.of(store, setup.partition(), after);
            return () -> seen(view, watched);
        };
    }

    private void seen(InboxView view, List<String> watched) {
        watchedFrom = view.revision();
        writer.seen(view.revision());
        Set<String> waiting = waitingForTheUsual();
        if (view.all() == null) {
            view.changes().stream()
                    .filter(change -> change instanceof Write.Delete && waiting.contains(change.id()))
                    .map(Write::id)
                    .forEach(this::gone);
        } else {
            waiting.retainAll(watched);
            view.all().stream().map(StoredRecord::id).forEach(waiting::remove);
            waiting.forEach(this::missing);
        }
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
