package io.stowage.core.loop;

import io.stowage.PartitionRole;
import io.stowage.core.inbox.Inbox;
import io.stowage.core.inbox.Replies;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.PartitionMeta;
import io.stowage.core.state.StateDifference;
import io.stowage.core.state.Transaction;
import io.stowage.core.store.Committer;
import io.stowage.core.store.Rider;
import io.stowage.core.world.World;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster's loop while this engine holds the lease: the state is read, and then it works in turns.
 *
 * <p>A turn drains the mailbox, folds what came in, lets the deciders decide, and commits everything in one store call. Messages queue while the
 * commit is under way, so a slow store costs latency and not throughput. When the commit's outcome is back, operations are answered, events
 * published, and agents told what was committed: effects follow from committed state only.
 *
 * <p>Operations that were asked of this engine while nobody led wait until the inbox was read, and go in one order with the requests
 * that are found there: the order in which they were asked for, as far as the engines' clocks tell.
 *
 * <p>When a commit is refused, because the lease or the revision is not what it was thought to be, the state in memory is worth
 * nothing any more: it is thrown away and read anew once the lease is held again. A lease that merely lapsed leaves a state to go on from,
 * if nobody else commits before it is taken again. Agents go on meanwhile; what they saw and was not acknowledged they say again.
 *
 * <p>A turn costs in proportion to what changed. The next one begins as soon as there is something to do, or when something is due. Belongs to the
 * loop's strand.
 */
final class Leading {

    private static final Logger LOG = LoggerFactory.getLogger(Leading.class);

    private final LoopCommon common;
    private final Leadership leadership;
    private final Inbox inbox;
    private final LoopAgents agents;
    private final Told told;
    private final Attaching attaching;
    private final SetAside setAside;
    private final LostTasks lostTasks;
    private final PartitionClock clock;
    private final TakeBy takeBy;
    private final NextTurn next;
    private final TurnTimer timer;
    private final Committer committer;
    private final StateLoading loading;

    /** A commit, and the turn that it is of. */
    private record UnderWay(Turn turn, Commit commit) {}

    private @Nullable ClusterState state;
    private Revision revision = Revision.NONE;
    /** The commit that is under way; null if there is none. */
    private @Nullable UnderWay underWay;
    /** The lease under which the state was read: what was attached before is known since. */
    private volatile @Nullable Lease readUnder;

    /** How often the store was found to have lost commits. Others see by it that what this engine took for known is not. */
    private int setbacks;

    private boolean turnAhead;

    Leading(LoopCommon common, Leadership leadership, Inbox inbox, LoopAgents agents, Told told) {
        this.common = common;
        this.leadership = leadership;
        this.inbox = inbox;
        this.agents = agents;
        this.told = told;
        this.attaching = new Attaching(common.context().engineId());
        this.setAside = new SetAside(common.partition(), common.health());
        this.lostTasks = new LostTasks(common.partition(), common.health());
        this.clock = new PartitionClock(common.world());
        this.takeBy = new TakeBy(clock, common.settings().following().patience());
        this.next = new NextTurn(clock, common.settings(), setAside);
        this.timer = new TurnTimer(clock, common.strand(), this::wake);
        this.committer = new Committer(common.context().store(), common.strand(), this::mayGoOn, common::trouble);
        this.loading = new StateLoading(common, this::mayBegin);
    }

    /** The state that is led from, its last turn included; null while there is none. */
    @Nullable
    ClusterState state() {
        return state;
    }

    /** Whether a commit is under way, so that not all of the state is known to be committed. */
    boolean commits() {
        return underWay != null;
    }

    /** Whether this engine leads, as far as it may be sure. Thread-safe. */
    boolean leads() {
        Lease under = readUnder;
        return under != null && under.equals(leadership.lease()) && leadership.valid();
    }

    /** The lease was taken. */
    void begin() {
        clock.leaseTaken();
        loading.begin(this::lead);
    }

    /** Another engine leads: what was led from is nothing to go on from. */
    void anotherLeads() {
        loading.left(null);
    }

    /** The lease was lost. */
    void lost(String why) {
        if (state != null) {
            leave(why);
        }
    }

    /** The loop is closed: nobody waits for an answer that can't come any more. */
    void close() {
        timer.cancel();
        state = null;
        // Refused, they would count as done with, and be gone from the inbox.
        common.mailbox().forgetRequests();
        refuseInFlight(
                "the engine was closed before the answer came. The outcome is unknown: it may have been carried out.");
    }

    private void refuseInFlight(String why) {
        if (underWay != null) {
            common.callers().refuse(underWay.turn(), why);
            underWay = null;
        }
    }

    /**
     * Whether a commit whose outcome isn't known yet is to be asked about, and sent again: not one that was given up. Where the lease has lapsed, the
     * state is left for good with it: should a renewal come through after all, nobody would hear of this commit any more, and nothing else be
     * committed.
     */
    private boolean mayGoOn(Commit commit) {
        UnderWay present = underWay;
        if (present == null || !present.commit().equals(commit)) {
            return false;
        }
        if (!leadership.valid()) {
            leave("the lease could not be renewed in time");
            return false;
        }
        return true;
    }

    /** Whether a state may be read and led from. A lease that lapsed meanwhile is taken anew, and the reading with it. */
    private boolean mayBegin() {
        if (common.callers().closed() || state != null) {
            return false;
        }
        if (!leadership.valid()) {
            leadership.lose("the lease lapsed while the state was read");
            return false;
        }
        return true;
    }

    private void lead(ClusterState fresh, Revision at) {
        state = fresh;
        if (at.number() <= revision.number() && !at.equals(revision)) {
            setbacks++;
        }
        revision = at;
        clock.stateRead(fresh.meta().now());
        common.health().role(PartitionRole.LEADER);
        common.health().committed(at.number());
        agents.effects().publish(told.take(), fresh);
        inbox.sender().look(fresh);
        inbox.sender().takeUnsent(this::takeBack);
        common.mailbox().holdOperations();
        inbox.reader().begin();
        lostTasks.forget();
        agents.runner().resume(fresh);
        Lease lease = Objects.requireNonNull(leadership.lease());
        readUnder = lease;
        agents.lead();
        Turn first = turnOf(fresh);
        try {
            QuarantineReport.tell(common.partition(), first.transaction(), common.health());
            // An instance that is set aside is no less attached: its agent does not say again what it said meanwhile.
            common.mailbox()
                    .repeatConnections(id ->
                            fresh.instance(id) != null || !fresh.quarantine().isEmpty());
            first.transaction().leadBy(leader(lease));
            attaching.takeOver(first.transaction());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            failed(first, bug);
            return;
        }
        commit(first);
    }

    private PartitionMeta.Leader leader(Lease lease) {
        return new PartitionMeta.Leader(lease.holder(), lease.epoch(), setbacks == 0 ? null : setbacks);
    }

    private <T> void takeBack(ClusterOperation<T> operation, CompletableFuture<T> answer, long askedAtNanos) {
        common.mailbox().add(new Mailbox.Waiting<>(operation, answer, askedAtNanos));
    }

    /** The requests are in the mailbox that were in the inbox when this engine took over: now it can be told what was asked for first. */
    void inboxRead() {
        common.mailbox().releaseOperations(Comparator.comparing(takeBy::of));
        wake();
    }

    /**
     * What to ask along with a renewal of the lease: where records are set aside, whether somebody has changed the partition, perhaps to mend
     * them. A leader that has nothing to commit would not notice.
     */
    Rider.@Nullable Question question() {
        ClusterState asked = state;
        if (asked == null || underWay != null || asked.quarantine().isEmpty()) {
            return null;
        }
        LeftState known = new LeftState(asked, revision);
        return store -> {
            boolean same = known.isLatest(store, common.partition());
            return () -> {
                if (!same && state == known.state() && underWay == null && revision.equals(known.revision())) {
                    abandon("somebody else has changed the partition, of which records are set aside", null);
                }
            };
        };
    }

    /** There may be something to do. */
    void wake() {
        if (!turnAhead && underWay == null && state != null) {
            turnAhead = true;
            common.strand().execute(this::turn);
        }
    }

    private void turn() {
        turnAhead = false;
        ClusterState current = state;
        if (underWay != null || current == null || common.callers().closed()) {
            return;
        }
        if (!leadership.valid()) {
            leave("the lease could not be renewed in time");
            return;
        }
        Turn turn = turnOf(current);
        try {
            turn.run(common.mailbox());
            attaching.attachNew(turn.transaction());
            Replies.expire(turn.transaction(), inbox.reader()::mayHold);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            failed(turn, bug);
            return;
        }
        common.health().turned(common.mailbox().depth());
        commit(turn);
    }

    private Turn turnOf(ClusterState current) {
        World world = common.world();
        Transaction transaction = new Transaction(current, clock.now());
        Observations observations = new Observations(transaction, common.settings(), setAside, lostTasks);
        return new Turn(
                new OperationTurn(
                        transaction,
                        world::newId,
                        world::random,
                        observations,
                        common.context().rules()),
                common.settings(),
                setAside,
                takeBy);
    }

    private void commit(Turn turn) {
        Transaction transaction = turn.transaction();
        if (transaction.isEmpty()) {
            common.health().worked();
            settle(turn);
            return;
        }
        Commit commit;
        try {
            commit = new Commit(
                    common.partition(),
                    common.world().newId(),
                    revision,
                    Objects.requireNonNull(leadership.lease()),
                    transaction.writes(common.context().writer()));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            failed(turn, bug);
            return;
        }
        underWay = new UnderWay(turn, commit);
        committer.commit(commit, result -> committed(turn, commit, result));
    }

    /** What a turn has changed in memory must not outlive it uncommitted. */
    private void failed(Turn turn, Throwable bug) {
        LOG.error("A turn of {} failed; its state is read anew", common.partition(), bug);
        common.callers().refuse(turn, "a turn failed: " + bug + "; nothing was changed");
        inbox.reader().broken(turn.requests(), "a turn failed: " + bug + "; nothing was changed");
        abandon("a turn failed: " + bug, turn);
    }

    private void committed(Turn turn, Commit commit, CommitResult result) {
        if (common.callers().closed() || underWay == null || underWay.turn() != turn) {
            return;
        }
        underWay = null;
        if (result instanceof CommitResult.Committed) {
            revision = commit.revision();
            common.health().committed(revision.number());
            agents.effects().publish(turn.transaction());
            settle(turn);
        } else {
            common.callers().refuse(turn, "the commit was refused: " + result + "; nothing was changed: try again");
            abandon("the commit was refused: " + result, turn);
        }
    }

    /** Everything that follows from what is committed now. */
    private void settle(Turn turn) {
        ClusterState current = Objects.requireNonNull(state);
        agents.settle(turn);
        if (!common.mailbox().isEmpty() || next.isDue(current)) {
            wake();
        } else {
            timer.arm(next.at(current));
        }
    }

    /** The lease is lost, and nothing else is wrong with the state. */
    private void leave(String why) {
        if (state != null) {
            loading.left(new LeftState(
                    state, underWay == null ? revision : underWay.commit().revision()));
        }
        abandon(why, underWay == null ? null : underWay.turn());
    }

    /** The state in memory can't be relied on: it is read anew, once the lease is held. */
    private void abandon(String why, @Nullable Turn uncommitted) {
        common.trouble(why);
        if (state != null) {
            told.leave(
                    uncommitted == null
                            ? StateDifference.Known.all(state)
                            : StateDifference.Known.allBut(uncommitted.transaction()));
        }
        state = null;
        refuseInFlight(why + "; whether the operation had an effect is not known: look before you try again");
        common.mailbox().forgetObservations();
        common.mailbox().forgetRequests();
        inbox.reader().end();
        timer.cancel();
        common.health().role(PartitionRole.NONE);
        if (leadership.valid()) {
            loading.beginLater(this::lead);
        } else {
            leadership.lose(why);
        }
    }
}
