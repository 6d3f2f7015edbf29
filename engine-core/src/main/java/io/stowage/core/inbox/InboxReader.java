package io.stowage.core.inbox;

import io.stowage.core.follow.Pace;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.UnrecordedOperation;
import io.stowage.core.store.Committer;
import io.stowage.core.store.LookRounds;
import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Outcome;
import io.stowage.error.ServerException;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests out of the inbox, while this engine leads.
 *
 * <p>A request is handed on when it is seen first, and removed from the inbox when what it led to is committed, its reply with it. In between, a
 * crash leaves it where it is: whoever leads next finds it, and finds its reply if it is done with. A request that a turn broke down on
 * is refused the next time, and not tried for ever. An {@linkplain UnrecordedOperation operation} whose request says by going that its answer is the
 * usual one is left there with any other answer, until whoever asked has seen that and removes it, or waits no more.
 *
 * <p>While nothing comes in, the engine's {@linkplain LookRounds rounds} say when something has, which costs the same for any number of clusters.
 * For a while after something was found, the inbox is looked into often. One look takes all there is. Belongs to the loop's strand.
 */
public final class InboxReader {

    private static final Logger LOG = LoggerFactory.getLogger(InboxReader.class);
    private static final int MOST_FAILED = 1000;
    /** Where it would be the longest, the rounds are enough: a store that can tell answers them at once. */
    private static final Pace PACE = new Pace(Duration.ofMillis(100), Duration.ofMillis(500));

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

    /** Takes requests on. */
    public interface Taker {

        /**
         * A request is to be applied. {@link InboxReader#done} is called when what it led to is committed.
         *
         * @param takeBy it is refused if that is past, by the cluster's time
         */
        void take(ClusterOperation<?> operation, String requestId, Instant takeBy);

        /** What was in the inbox at a moment since the lease was taken is known. */
        void looked();
    }

    private final InboxSetup setup;
    private final InboxWriter writer;
    private final Taker taker;
    /** Requests that are in the inbox as far as is known, and were handed on. */
    private final Set<String> there = new LinkedHashSet<>();
    /** Requests that turns broke down on, and what is to be said of them. */
    private final Map<String, String> failed = new LinkedHashMap<>();

    /** Tells the looks of one leadership from those of another. */
    private int turn;

    /** The revision of the inbox that was seen last; null if none was since this engine leads. */
    private @Nullable Revision revision;

    private long foundAtNanos;
    /** What leads to the next look: a timer, or a watch. */
    private @Nullable Cancellable next;

    InboxReader(InboxSetup setup, InboxWriter writer, Taker taker) {
        this.setup = setup;
        this.writer = writer;
        this.taker = taker;
    }

    /** This engine leads from now on: the whole inbox is read. */
    public void begin() {
        foundAtNanos = setup.world().monotonicNanos();
        look();
    }

    /** It leads no more. What was not done with is found by who leads next. */
    public void end() {
        turn++;
        revision = null;
        there.clear();
        cancel();
    }

    /** Whether a request may be in the inbox. */
    public boolean mayHold(String requestId) {
        return revision == null || there.contains(requestId);
    }

    /**
     * What a request led to is committed.
     *
     * @param answer null if it was refused
     */
    public <T> void done(String requestId, ClusterOperation<T> operation, @Nullable T answer) {
        failed.remove(requestId);
        if (operation instanceof UnrecordedOperation<T> && !Replies.goesWithoutSaying(operation, answer)) {
            // To whoever asked its going would say that all was as usual, were the reply seen later.
            Cancellable unused =
                    setup.strand().schedule(setup.patience().takenWithin(), () -> writer.remove(requestId));
        } else {
            writer.remove(requestId);
        }
    }

    /** A turn broke down, with these requests in it: each is refused when it is seen again. */
    public void broken(List<String> requestIds, String why) {
        for (String requestId : requestIds) {
            if (failed.size() < MOST_FAILED) {
                failed.put(requestId, why);
            }
        }
    }

    private void look() {
        cancel();
        int asked = turn;
        Revision after = revision;
        setup.strand()
                .call(
                        setup.store().lane(),
                        setup.store().callDeadline(),
                        () -> InboxView.of(setup.store().store(), setup.partition(), after),
                        outcome -> looked(asked, outcome));
    }

    private void looked(int asked, Outcome<InboxView> outcome) {
        if (asked != turn || !setup.open().getAsBoolean()) {
            return;
        }
        if (outcome instanceof Outcome.Success<InboxView> success) {
            seen(Objects.requireNonNull(success.value()));
            again();
        } else {
            setup.trouble().accept(Committer.describe("changesAfter", outcome));
            lookIn(AFTER_TROUBLE);
        }
    }

    private void seen(InboxView view) {
        boolean first = revision == null;
        revision = view.revision();
        writer.seen(view.revision());
        boolean found = view.all() == null ? changed(view.changes()) : all(view.all());
        if (first) {
            taker.looked();
        }
        if (found) {
            foundAtNanos = setup.world().monotonicNanos();
        }
    }

    private boolean all(List<StoredRecord> requests) {
        Set<String> present = new LinkedHashSet<>();
        boolean found = false;
        for (StoredRecord request : requests) {
            present.add(request.id());
            found |= found(request);
        }
        there.retainAll(present);
        return found;
    }

    private boolean changed(List<Write> changes) {
        boolean found = false;
        for (Write change : changes) {
            if (change instanceof Write.Put put) {
                found |= found(put.record());
            } else {
                there.remove(change.id());
            }
        }
        return found;
    }

    /** Whether it is a request that was not known. */
    private boolean found(StoredRecord stored) {
        if (!stored.kind().equals(InboxRequest.KIND) || !there.add(stored.id())) {
            return false;
        }
        take(stored);
        return true;
    }

    private void take(StoredRecord stored) {
        String why = failed.get(stored.id());
        if (why != null) {
            refuse(stored, why);
            return;
        }
        InboxRequest request;
        try {
            request = InboxRequest.of(stored.payload());
        } catch (RuntimeException unreadable) {
            LOG.warn("A request in {} can't be read; it is refused", setup.partition(), unreadable);
            refuse(stored, "the leader can't read the request, and nothing was changed: " + unreadable.getMessage());
            return;
        }
        taker.take(request.operation(), stored.id(), request.takeBy());
    }

    private void refuse(StoredRecord stored, String why) {
        taker.take(refused(why), stored.id(), Instant.MAX);
    }

    private static ClusterOperation<Object> refused(String why) {
        return turn -> {
            throw new ServerException(why);
        };
    }

    /** Looks again soon if something came lately; later, when the rounds say that something has changed. */
    private void again() {
        Duration silence = Duration.ofNanos(setup.world().monotonicNanos() - foundAtNanos);
        Duration pause = PACE.after(silence);
        if (pause.compareTo(PACE.longest()) < 0) {
            lookIn(pause);
        } else {
            watch();
        }
    }

    private void lookIn(Duration pause) {
        cancel();
        next = setup.strand().schedule(pause, () -> {
            next = null;
            look();
        });
    }

    private void watch() {
        int asked = turn;
        Revision known = Objects.requireNonNull(revision);
        next = setup.looks().watch(setup.strand(), setup.partition(), known, (changed, sentAt) -> {
            if (asked == turn && setup.open().getAsBoolean()) {
                watched(changed);
            }
        });
    }

    private void watched(Outcome<Boolean> changed) {
        if (changed instanceof Outcome.Success<Boolean>) {
            look();
        } else {
            // Another partition may be the reason: this one is looked at by itself.
            setup.trouble().accept(Committer.describe("changed", changed));
            lookIn(AFTER_TROUBLE);
        }
    }

    private void cancel() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
