package io.stowage.core.loop;

import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.core.follow.Follower;
import io.stowage.core.inbox.Inbox;
import io.stowage.core.inbox.InboxReader;
import io.stowage.core.inbox.InboxSetup;
import io.stowage.core.inbox.Replies;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.ReadOperation;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;
import io.stowage.core.state.Kind;
import io.stowage.core.state.PartitionMeta;
import io.stowage.core.state.StateDifference;
import io.stowage.core.state.Transaction;
import io.stowage.core.store.Committer;
import io.stowage.core.store.Rider;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial actor of one cluster partition.
 *
 * <p>While this engine holds the partition's lease, it works in turns. A turn drains the mailbox, folds what came in, lets the
 * deciders decide, and commits everything in one store call. Messages queue while the commit is under way, so a slow store costs
 * latency and not throughput. When the commit's outcome is back, operations are answered, events published, and agents told what was
 * committed: effects follow from committed state only.
 *
 * <p>When a commit is refused, because the lease or the revision is not what it was thought to be, the state in memory is worth
 * nothing any more: it is thrown away and read anew once the lease is held again. Agents go on meanwhile; what they saw and was not
 * acknowledged they say again.
 *
 * <p>While another engine holds the lease, this one follows: it keeps the state in step with what the other commits, answers reads from it,
 * and publishes events from what it sees. It may skip intermediate states of a record, and sees that in the record's version; service events
 * are never skipped.
 *
 * <p>A turn costs in proportion to what changed. The next one begins as soon as there is something to do, or when something is due.
 */
public final class ClusterLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLoop.class);
    private static final Duration EXPIRY_AGAIN = Duration.ofMinutes(1);
    private final String partition;
    private final LoopContext context;
    private final LoopSettings settings;
    private final World world;
    private final Strand strand;
    private final PartitionClock clock;
    private final Leadership leadership;
    private final Committer committer;
    private final Attaching attaching;
    private final AgentRunner agents;
    private final Presence presence;
    private final Departures departures;
    private final Courier courier;
    private final FollowingAgents followingAgents;
    private final Effects effects;
    private final TurnTimer timer;
    private final Mailbox mailbox = new Mailbox();
    private final LoopHealth health;
    private final SetAside setAside;
    private final Callers callers;
    private final Repairs repairs;
    private final StateLoading loading;
    private final Follower follower;
    private final FollowedReads reads;
    private final Inbox inbox;

    private @Nullable ClusterState state;
    private long revision;
    /** The turn whose commit is under way; null if there is none. */
    private @Nullable Turn inFlight;

    /** What listeners know, while there is no state here. */
    private StateDifference.@Nullable Known told;
    /** The lease under which the state was read: what was attached before is known since. */
    private volatile @Nullable Lease readUnder;

    private boolean turnAhead;
    private volatile boolean closed;

    /** A loop for one cluster. It does nothing before it is started. */
    public ClusterLoop(String clusterName, LoopContext context, LoopSettings settings) {
        this.partition = "cluster/" + clusterName;
        this.context = context;
        this.settings = settings;
        this.world = context.world();
        this.strand = world.strand(partition);
        this.clock = new PartitionClock(world);
        this.leadership =
                new Leadership(partition, context, strand, settings.lease(), this::askInbox, new LeadershipListener());
        this.committer = new Committer(context.store(), strand, this::mayGoOn, this::trouble);
        this.health = new LoopHealth(world, partition);
        this.setAside = new SetAside(partition, health);
        Guard guard = new Guard(partition, health);
        this.attaching = new Attaching(context.engineId());
        this.presence = new Presence(clusterName, context, strand, settings.lease(), new PresenceListener());
        this.agents = new AgentRunner(
                clusterName,
                context,
                new Standing(this::leads, presence),
                new AgentWords(strand, mailbox, this::spoken),
                guard);
        this.departures = new Departures(clusterName, context, strand, settings.lease(), this::known, this::submit);
        this.courier = new Courier(strand, mailbox, agents, this::submit, this::mayTellLeader);
        this.effects = new Effects(clusterName, context.events(), agents, guard);
        this.followingAgents = new FollowingAgents(context.engineId(), agents, effects, presence, departures, mailbox);
        this.timer = new TurnTimer(clock, strand, this::wake);
        this.callers = new Callers(clusterName, settings.limits().operationQueueLimit());
        this.repairs = new Repairs(strand, agents, this::committedState);
        this.loading = new StateLoading(clusterName, context, settings, strand, this::mayBegin, this::trouble);
        this.inbox = new Inbox(
                new InboxSetup(
                        clusterName,
                        context.engineId(),
                        world,
                        strand,
                        context.store(),
                        settings.following().answerWithin(),
                        () -> !closed,
                        this::trouble),
                new Requests());
        this.follower = new Follower(
                new Follower.Setup(
                        partition,
                        world,
                        strand,
                        context.store(),
                        context.reader(),
                        loading::read,
                        inbox.sender()::question),
                this::followed,
                new FollowProgress());
        this.reads = new FollowedReads(world, follower);
    }

    /** Begins to take the lease. Does not block. */
    public void start() {
        strand.execute(leadership::start);
    }

    /**
     * Hands in an operation; its answer comes after the commit that makes it durable. As long as it isn't known who leads the cluster, the
     * operation waits. While another engine leads, a {@link ReadOperation} is answered from what this one follows, which is as new as the
     * settings want it; anything else goes to the leader through the inbox, and its answer comes when this engine has seen it committed. Does
     * not block; thread-safe.
     *
     * @return completes with the answer, or with an {@link io.stowage.error.EcsException}
     */
    public <T> CompletableFuture<T> submit(ClusterOperation<T> operation) {
        return submit(operation, settings.following().readAge());
    }

    /** The same; what a read answers is no older than this call, whatever the settings say. */
    public <T> CompletableFuture<T> submitNow(ClusterOperation<T> operation) {
        return submit(operation, Duration.ZERO);
    }

    private <T> CompletableFuture<T> submit(ClusterOperation<T> operation, Duration readAge) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Mailbox.Waiting<T> admitted = callers.admit(operation, answer);
        if (admitted != null) {
            strand.execute(() -> take(admitted, readAge));
        }
        return answer;
    }

    private void take(Mailbox.Waiting<?> operation, Duration readAge) {
        if (closed) {
            callers.refuse(operation);
        } else if (!follower.following()) {
            mailbox.add(operation);
            wake();
        } else if (operation.operation() instanceof ReadOperation<?>) {
            reads.answer(operation, readAge);
        } else {
            send(operation);
        }
    }

    private <T> void send(Mailbox.Waiting<T> operation) {
        inbox.sender().send(operation.operation(), operation.answer());
        follower.hurry();
    }

    private Rider.@Nullable Question askInbox() {
        return inbox.reader().question();
    }

    /** What to tell of this loop to those who ask how it is. Thread-safe. */
    public PartitionHealth health() {
        return health.snapshot();
    }

    /** How much of what follows from commits did not come about at once. Thread-safe. */
    public long failedEffects() {
        return health.failedEffects();
    }

    /** How many reports, operations and decisions failed as they never should, and were undone. Thread-safe. */
    public long failedParts() {
        return health.failedParts();
    }

    /**
     * Ends the loop: answers what waits, gives the lease back and ends the agents. Containers go on. Does not block; idempotent.
     *
     * @return completes when the lease is given back, or can't be, and the connections of the agents are closed
     */
    public CompletableFuture<Void> close() {
        closed = true;
        callers.close();
        CompletableFuture<Void> released = new CompletableFuture<>();
        CompletableFuture<Void> disconnected = new CompletableFuture<>();
        strand.execute(() -> {
            CompletableFuture<Void> unused = agents.close().thenRun(() -> disconnected.complete(null));
            leadership.close(() -> presence.close(() -> released.complete(null)));
            timer.cancel();
            state = null;
            stopFollowing();
            inbox.reader().end();
            inbox.sender().close();
            answerAll();
            health.role(PartitionRole.NONE);
        });
        return CompletableFuture.allOf(released, disconnected);
    }

    /** Nobody waits for an answer that can't come any more. */
    private void answerAll() {
        if (inFlight != null) {
            callers.refuse(
                    inFlight,
                    "the engine was closed before the answer came. The outcome is unknown: it may have been carried out.");
            inFlight = null;
        }
        for (Mailbox.Waiting<?> operation : mailbox.takeOperations(Integer.MAX_VALUE)) {
            callers.refuse(operation);
        }
    }

    /** An agent has said something. */
    private void spoken() {
        if (state == null) {
            courier.wake();
        } else {
            wake();
        }
    }

    /** The state as far as this engine knows it, leading or following; null if it knows nothing. */
    private @Nullable ClusterState known() {
        return state == null ? follower.state() : state;
    }

    /** What is followed, if agents may speak to the engine that leads. */
    private @Nullable ClusterState mayTellLeader() {
        return follower.following() && presence.holds() ? follower.state() : null;
    }

    /** The state if all of it is committed, else null. */
    private @Nullable ClusterState committedState() {
        return inFlight == null ? known() : null;
    }

    /** Whether this engine leads, as far as it may be sure. Thread-safe. */
    private boolean leads() {
        Lease under = readUnder;
        return under != null && under.equals(leadership.lease()) && leadership.valid();
    }

    private boolean mayGoOn() {
        return !closed && leadership.valid();
    }

    private void wake() {
        if (!turnAhead && inFlight == null && state != null) {
            turnAhead = true;
            strand.execute(this::turn);
        }
    }

    private void turn() {
        turnAhead = false;
        ClusterState current = state;
        if (inFlight != null || current == null || closed) {
            return;
        }
        if (!leadership.valid()) {
            abandon("the lease could not be renewed in time", null);
            return;
        }
        Turn turn = begin(current);
        try {
            turn.run(mailbox);
            attaching.attachNew(turn.transaction());
            Replies.expire(turn.transaction(), inbox.reader()::mayHold);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            failed(turn, bug);
            return;
        }
        health.turned(mailbox.depth());
        commit(turn);
    }

    private Turn begin(ClusterState current) {
        Transaction transaction = new Transaction(current, clock.now());
        Observations observations = new Observations(transaction, settings, setAside);
        return new Turn(new OperationTurn(transaction, world::newId, world::random, observations), settings, setAside);
    }

    private void commit(Turn turn) {
        Transaction transaction = turn.transaction();
        if (transaction.isEmpty()) {
            health.worked();
            settle(turn);
            return;
        }
        Commit commit;
        try {
            commit = new Commit(
                    partition,
                    world.newId(),
                    revision,
                    Objects.requireNonNull(leadership.lease()),
                    transaction.writes(context.writer()));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            failed(turn, bug);
            return;
        }
        inFlight = turn;
        committer.commit(commit, result -> committed(turn, result));
    }

    /** What a turn has changed in memory must not outlive it uncommitted. */
    private void failed(Turn turn, Throwable bug) {
        LOG.error("A turn of {} failed; its state is read anew", partition, bug);
        callers.refuse(turn, "a turn failed: " + bug + "; nothing was changed");
        inbox.reader().broken(turn.requests(), "a turn failed: " + bug + "; nothing was changed");
        abandon("a turn failed: " + bug, turn);
    }

    private void committed(Turn turn, CommitResult result) {
        if (closed || inFlight != turn) {
            return;
        }
        inFlight = null;
        if (result instanceof CommitResult.Committed committed) {
            revision = committed.revision();
            health.committed(revision);
            effects.publish(turn.transaction());
            settle(turn);
        } else {
            callers.refuse(turn, "the commit was refused: " + result + "; nothing was changed: try again");
            abandon("the commit was refused: " + result, turn);
        }
    }

    /** Everything that follows from what is committed now. */
    private void settle(Turn turn) {
        ClusterState current = Objects.requireNonNull(state);
        effects.of(turn);
        if (turn.transaction().touches(Kind.ATTACHMENT, Kind.INSTANCE)) {
            departures.look(true);
        }
        repairs.settled();
        if (!mailbox.isEmpty() || current.anyDirty()) {
            wake();
        } else {
            timer.arm(Earliest.of(Earliest.of(current.nextDue(), nextRetention(current)), nextExpiry(current)));
        }
    }

    private @Nullable Instant nextRetention(ClusterState current) {
        Instant notBefore = setAside.until(SetAside.Kind.RETENTION, "", clock.now());
        return notBefore == null ? Retention.nextDue(current, settings.retention()) : notBefore;
    }

    /** One that is past, because its request may still be in the inbox, is not looked at all the time. */
    private @Nullable Instant nextExpiry(ClusterState current) {
        Instant due = Replies.nextDue(current);
        Instant soon = clock.now().plus(EXPIRY_AGAIN);
        return due == null || due.isAfter(clock.now()) ? due : soon;
    }

    /** The state in memory can't be relied on: it is read anew, once the lease is held. */
    private void abandon(String why, @Nullable Turn uncommitted) {
        trouble(why);
        if (state != null) {
            told = new StateDifference.Known(
                    state,
                    uncommitted == null
                            ? Collections.emptySet()
                            : uncommitted.transaction().touched());
        }
        state = null;
        if (inFlight != null) {
            callers.refuse(
                    inFlight, why + "; whether the operation had an effect is not known: look before you try again");
            inFlight = null;
        }
        mailbox.forgetObservations();
        mailbox.forgetRequests();
        inbox.reader().end();
        timer.cancel();
        health.role(PartitionRole.NONE);
        if (leadership.valid()) {
            loading.beginLater(this::lead);
        } else {
            leadership.lose(why);
        }
    }

    /** Whether a state may be read and led from. A lease that lapsed meanwhile is taken anew, and the reading with it. */
    private boolean mayBegin() {
        if (closed || state != null) {
            return false;
        }
        if (!leadership.valid()) {
            leadership.lose("the lease lapsed while the state was read");
            return false;
        }
        return true;
    }

    private void lead(ClusterState fresh, long at) {
        state = fresh;
        revision = at;
        clock.stateRead(fresh.meta().now());
        health.role(PartitionRole.LEADER);
        health.committed(at);
        effects.publish(told, fresh);
        told = null;
        inbox.sender().look(fresh);
        inbox.sender().takeUnsent(this::takeBack);
        inbox.reader().begin();
        agents.resume(fresh);
        Lease lease = Objects.requireNonNull(leadership.lease());
        readUnder = lease;
        followingAgents.leads();
        departures.look(true);
        Turn first = begin(fresh);
        try {
            mailbox.repeatConnections(id -> fresh.instance(id) != null);
            first.transaction().leadBy(new PartitionMeta.Leader(lease.holder(), lease.epoch()));
            attaching.takeOver(first.transaction());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            failed(first, bug);
            return;
        }
        commit(first);
    }

    /** Another engine leads. */
    private void follow() {
        if (!follower.following()) {
            follower.begin(told);
            told = null;
            for (Mailbox.Waiting<?> operation : mailbox.takeOperations(Integer.MAX_VALUE)) {
                take(operation, Duration.ZERO);
            }
        }
    }

    private void followed(ClusterState seen, FoldedChanges changes) {
        effects.publish(changes);
        followingAgents.changed(seen, changes);
        inbox.sender().changed(changes);
        repairs.settled();
        courier.wake();
    }

    private <T> void takeBack(ClusterOperation<T> operation, CompletableFuture<T> answer) {
        mailbox.add(new Mailbox.Waiting<>(operation, answer));
    }

    /** What waits here for another engine waits for this one now. */
    private void stopFollowing() {
        if (follower.following()) {
            told = follower.known();
            follower.end();
        }
        reads.takeWaiting().forEach(mailbox::add);
    }

    private void trouble(String what) {
        LOG.warn("{}: {}", partition, what);
        health.trouble(what);
    }

    private final class LeadershipListener implements Leadership.Listener {
        @Override
        public void acquired(Lease lease) {
            if (follower.following()) {
                stopFollowing();
                health.role(PartitionRole.NONE);
            }
            clock.leaseTaken();
            loading.begin(ClusterLoop.this::lead);
        }

        @Override
        public void lost(String why) {
            followingAgents.adrift();
            if (state != null) {
                abandon(why, inFlight);
            }
        }

        @Override
        public void heldByAnother() {
            follow();
        }

        @Override
        public void trouble(@Nullable String what) {
            if (what != null) {
                LOG.warn("{}: {}", partition, what);
            }
            health.lease(what);
            if (what == null && leadership.lease() == null && !follower.following()) {
                // Without the lease there is nothing to be done yet: that another engine holds it is no error.
                health.worked();
            }
        }
    }

    private final class PresenceListener implements Presence.Listener {
        @Override
        public void acquired() {
            follower.catchUp(() -> {});
        }

        @Override
        public void trouble(String what) {
            ClusterLoop.this.trouble(what);
        }
    }

    private final class FollowProgress implements Follower.Progress {
        @Override
        public void seen() {
            if (inbox.sender().isEmpty()) {
                follower.noHurry();
            }
            health.followed(follower.revision(), follower.seenAtNanos());
            if (followingAgents.known(follower.state(), follower.seenAtNanos())) {
                courier.wake();
            }
        }

        @Override
        public void behind(long revisions) {
            health.behind(revisions);
        }

        @Override
        public void trouble(String what) {
            ClusterLoop.this.trouble(what);
        }
    }

    private final class Requests implements InboxReader.Taker {
        @Override
        public void take(ClusterOperation<?> operation, String requestId) {
            add(operation, requestId);
            wake();
        }

        /** Its answer is given when what it led to is committed, and at no other time. */
        private <T> void add(ClusterOperation<T> operation, String requestId) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            CompletableFuture<T> unused = answer.whenComplete((value, failure) -> {
                inbox.reader().done(requestId);
                inbox.sender().answered(requestId, answer);
            });
            mailbox.add(new Mailbox.Waiting<>(operation, answer, requestId));
        }

        @Override
        public void looked() {
            inbox.sender().onlyThoseWait(inbox.reader()::mayHold);
        }
    }
}
