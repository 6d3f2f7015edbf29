package io.stowage.core.follow;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;
import io.stowage.core.state.StateDifference;
import io.stowage.core.state.StateFold;
import io.stowage.core.state.StateReader;
import io.stowage.core.store.Committer;
import io.stowage.core.store.LookRounds;
import io.stowage.core.store.Rider;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.Changes;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a cluster's state in step with what the engine that leads it commits.
 *
 * <p>It reads the partition once, and then asks the store again and again for what has changed since the revision that it knows. When the
 * store no longer knows, or what it says can't be folded, the partition is read again. While nobody waits for anything, it looks when the
 * engine's {@linkplain LookRounds rounds} say that something has changed; often while somebody does ({@link #hurry}), and at once for a reader that
 * wants to be told nothing older than its question ({@link #catchUp}). The state is as new as the moment before the last look or round was
 * sent that succeeded.
 *
 * <p>One look at a time, and what it has read whole is made a state of beside the strand before there is another: what changes meanwhile is asked
 * for after it, from its revision. Belongs to the loop's strand.
 */
public final class Follower {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Pace PACE = new Pace(Duration.ofMillis(100), Duration.ofSeconds(1));

    /**
     * What a follower works with.
     *
     * @param codec makes a record from its stored text
     * @param rider asks what is to be asked before the partition in each look; its answer is handed over after what was seen
     */
    public record Setup(
            String partition,
            World world,
            Strand strand,
            StorePort store,
            LookRounds looks,
            StateReader.Codec codec,
            Reader reader,
            Rider rider) {}

    /** Makes states of partitions. */
    @FunctionalInterface
    public interface Reader {

        /** Makes a state beside the strand, and hands it over on it, exactly once; null if it can't be read, which it has told. */
        void read(PartitionSnapshot snapshot, Consumer<@Nullable ClusterState> then);
    }

    /** Hears how the following gets on. */
    public interface Progress {

        /** A look has succeeded: see {@link #revision} and {@link #seenAtNanos}. */
        void seen();

        /** The partition is known to be ahead of the state by this many revisions. */
        void behind(long revisions);

        /** A look came to nothing, and why. */
        void trouble(String what);
    }

    /** What a look yields: the whole partition, or what changed; and what the rider has to say. */
    private record Seen(
            @Nullable PartitionSnapshot whole, @Nullable Changes changes, Runnable rider) {}

    private final Setup setup;
    private final FollowListener listener;
    private final Progress progress;
    private @Nullable ClusterState state;
    private @Nullable StateFold fold;
    /** What the listener knows; the state, but for the time until the first look has come back. */
    private StateDifference.@Nullable Known before;

    private Revision revision = Revision.NONE;
    private long seenAtNanos;
    private boolean following;
    /** Tells what was asked before it ceased to follow from what is asked now. */
    private int turn;

    private boolean looking;
    private boolean waited;
    private long waitedSinceNanos;
    private @Nullable Cancellable next;
    /** Tells the answer that is waited for from those that come too late. */
    private int watching;

    private List<Runnable> afterThisLook = new ArrayList<>();
    private List<Runnable> afterNextLook = new ArrayList<>();

    /** A follower that does nothing before it {@linkplain #begin begins}. */
    public Follower(Setup setup, FollowListener listener, Progress progress) {
        this.setup = setup;
        this.listener = listener;
        this.progress = progress;
    }

    /**
     * Begins to follow: the partition is read.
     *
     * @param known what the listener knows already, so that it is told what has changed since; null if it knows nothing
     */
    public void begin(StateDifference.@Nullable Known known) {
        before = known;
        following = true;
        look();
    }

    /** Follows no more. What waited to be caught up with is forgotten. */
    public void end() {
        following = false;
        turn++;
        looking = false;
        state = null;
        fold = null;
        before = null;
        cancel();
        afterThisLook = new ArrayList<>();
        afterNextLook = new ArrayList<>();
    }

    /** What the listener knows; null if it knows nothing. */
    public StateDifference.@Nullable Known known() {
        return before;
    }

    /** Whether it follows. */
    public boolean following() {
        return following;
    }

    /** The state as it was seen last; null if it follows nothing, or has not seen it yet. */
    public @Nullable ClusterState state() {
        return state;
    }

    /** The revision of the state. */
    public Revision revision() {
        return revision;
    }

    /** By {@link World#monotonicNanos}: everything that was committed before this moment is in the state. */
    public long seenAtNanos() {
        return seenAtNanos;
    }

    /** Somebody waits for something that is to be seen: looks more often until {@link #noHurry}. */
    public void hurry() {
        waited = true;
        waitedSinceNanos = setup.world().monotonicNanos();
        if (following && !looking) {
            lookIn(PACE.after(Duration.ZERO));
        }
    }

    /** Nobody waits any more. */
    public void noHurry() {
        waited = false;
    }

    /** Runs when everything is in the state that was committed before this call. The answer may be long in coming, if the store is. */
    public void catchUp(Runnable then) {
        afterNextLook.add(then);
        if (following && !looking) {
            cancel();
            look();
        }
    }

    private void look() {
        looking = true;
        afterThisLook.addAll(afterNextLook);
        afterNextLook = new ArrayList<>();
        int asked = turn;
        long sentAt = setup.world().monotonicNanos();
        Rider.Question question = setup.rider().next();
        boolean whole = fold == null;
        Revision after = revision;
        setup.strand()
                .call(
                        setup.store().lane(),
                        setup.store().callDeadline(),
                        () -> ask(question, whole, after),
                        outcome -> {
                            if (asked == turn) {
                                looked(outcome, sentAt);
                            }
                        });
    }

    private Seen ask(Rider.@Nullable Question question, boolean whole, Revision after) {
        StateStore store = setup.store().store();
        Runnable rider = Rider.ask(question, store, failed -> progress.trouble("the inbox can't be read: " + failed));
        return whole
                ? new Seen(store.read(setup.partition()), null, rider)
                : new Seen(null, store.changesAfter(setup.partition(), after, Duration.ZERO), rider);
    }

    private void looked(Outcome<Seen> outcome, long sentAt) {
        Seen seen = outcome instanceof Outcome.Success<Seen> success ? success.value() : null;
        PartitionSnapshot whole = seen == null ? null : seen.whole();
        if (seen == null) {
            looking = false;
            progress.trouble(Committer.describe("changesAfter", outcome));
            goOn(false);
        } else if (whole == null) {
            looking = false;
            taken(fold(Objects.requireNonNull(seen.changes())), seen.rider(), sentAt);
        } else {
            make(whole, seen.rider(), sentAt);
        }
    }

    private void make(PartitionSnapshot whole, Runnable rider, long sentAt) {
        int asked = turn;
        setup.reader().read(whole, fresh -> {
            if (asked == turn) {
                looking = false;
                if (fresh != null) {
                    replace(fresh, whole.revision());
                }
                taken(fresh != null, rider, sentAt);
            }
        });
    }

    /** @param succeeded whether the state is as the store had it */
    private void taken(boolean succeeded, Runnable rider, long sentAt) {
        if (succeeded) {
            rider.run();
            seenAtNanos = sentAt;
            progress.seen();
            List<Runnable> caughtUp = afterThisLook;
            afterThisLook = new ArrayList<>();
            caughtUp.forEach(Runnable::run);
        }
        goOn(succeeded);
    }

    private void goOn(boolean succeeded) {
        if (following && !looking) {
            again(succeeded);
        }
    }

    private void again(boolean succeeded) {
        if (succeeded && !afterNextLook.isEmpty()) {
            look();
        } else if (succeeded && waited) {
            lookIn(PACE.after(Duration.ofNanos(setup.world().monotonicNanos() - waitedSinceNanos)));
        } else if (succeeded) {
            watch();
        } else {
            lookIn(PACE.longest());
        }
    }

    private void watch() {
        cancel();
        watching++;
        int asked = watching;
        setup.looks().next(setup.strand(), setup.partition(), revision, (changed, sentAt) -> {
            // Whoever has looked since has seen more, and watches anew.
            if (asked == watching && following && !looking) {
                watched(changed, sentAt);
            }
        });
    }

    private void watched(Outcome<Boolean> changed, long sentAt) {
        if (!(changed instanceof Outcome.Success<Boolean> success)) {
            // Another partition may be the reason: this one is looked at by itself.
            progress.trouble(Committer.describe("changed", changed));
            lookIn(PACE.longest());
        } else if (Boolean.TRUE.equals(success.value())) {
            look();
        } else {
            seenAtNanos = sentAt;
            progress.seen();
            watch();
        }
    }

    private void lookIn(Duration delay) {
        cancel();
        next = setup.strand().schedule(delay, () -> {
            next = null;
            look();
        });
    }

    /** Ends whatever was to lead to the next look. */
    private void cancel() {
        watching++;
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void replace(ClusterState fresh, Revision at) {
        StateDifference.Known known = before;
        state = fresh;
        before = StateDifference.Known.all(fresh);
        fold = new StateFold(fresh, setup.codec());
        revision = at;
        listener.changed(fresh, StateDifference.between(known, fresh));
    }

    /** Whether the state is as the store has it. */
    private boolean fold(Changes changes) {
        if (!changes.complete()) {
            progress.behind(Math.max(0, changes.revision().number() - revision.number()));
            fold = null;
            look();
            return false;
        }
        if (changes.revision().equals(revision)) {
            return true;
        }
        StateFold into = Objects.requireNonNull(fold);
        FoldedChanges folded;
        try {
            folded = into.fold(changes.writes());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError unfoldable) {
            LOG.warn("Changes of {} can't be folded; it is read anew", setup.partition(), unfoldable);
            unfoldable(into);
            return false;
        }
        revision = changes.revision();
        if (!folded.isEmpty()) {
            listener.changed(Objects.requireNonNull(state), folded);
        }
        return true;
    }

    /** What is half folded must answer nobody, and is nothing to compare with. */
    private void unfoldable(StateFold into) {
        if (into.broken()) {
            state = null;
            before = null;
        }
        fold = null;
        look();
    }
}
