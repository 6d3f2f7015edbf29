package io.stowage.core.loop;

import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.core.inbox.Inbox;
import io.stowage.core.inbox.InboxReader;
import io.stowage.core.inbox.InboxSetup;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.ReadOperation;
import io.stowage.core.state.ClusterState;
import io.stowage.core.store.Rider;
import io.stowage.spi.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial actor of one cluster partition, as others see it: operations come in here, and go to where they are carried out.
 *
 * <p>The loop always tries to hold the partition's lease. While this engine holds it, the loop is {@link Leading}: it works in turns, each of which
 * ends in one commit. While another engine holds it, the loop is {@link Following}: it keeps the state in step with what the other commits.
 * Between the two, while nobody knows who leads, operations wait in the mailbox. What listeners have been {@link Told} goes from one to the
 * other. The {@linkplain LoopAgents agents} go on all the time.
 *
 * <p>Everything but what is called thread-safe belongs to the loop's strand.
 */
public final class ClusterLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLoop.class);

    private final LoopCommon common;
    private final Leadership leadership;
    private final Inbox inbox;
    private final LoopAgents agents;
    private final Leading leading;
    private final Following following;

    /** A loop for one cluster. It does nothing before it is started. */
    public ClusterLoop(String clusterName, LoopContext context, LoopSettings settings) {
        this.common = LoopCommon.of(clusterName, context, settings);
        this.leadership = new Leadership(
                common.partition(),
                context.engineId(),
                context,
                common.strand(),
                settings.lease(),
                this::askWithRenewal,
                new LeadershipListener());
        this.inbox = new Inbox(
                new InboxSetup(
                        clusterName,
                        context.engineId(),
                        context.world(),
                        common.strand(),
                        context.store(),
                        context.rounds().looks(),
                        settings.following().patience(),
                        () -> !common.callers().closed(),
                        common::trouble),
                new Requests());
        this.agents = new LoopAgents(common, new LoopOfAgents());
        Told told = new Told();
        this.leading = new Leading(common, leadership, inbox, agents, told);
        this.following = new Following(common, inbox.sender(), agents, told);
    }

    private Rider.@Nullable Question askWithRenewal() {
        return leading.question();
    }

    /** Begins to take the lease. Does not block. */
    public void start() {
        common.strand().execute(leadership::start);
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
        return submit(operation, common.settings().following().readAge());
    }

    /** The same; what a read answers is no older than this call, whatever the settings say. */
    public <T> CompletableFuture<T> submitNow(ClusterOperation<T> operation) {
        return submit(operation, Duration.ZERO);
    }

    private <T> CompletableFuture<T> submit(ClusterOperation<T> operation, Duration readAge) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Mailbox.Waiting<T> admitted =
                common.callers().admit(operation, answer, common.world().monotonicNanos());
        if (admitted != null) {
            common.strand().execute(() -> take(admitted, readAge));
        }
        return answer;
    }

    private void take(Mailbox.Waiting<?> operation, Duration readAge) {
        if (common.callers().closed()) {
            common.callers().refuse(operation);
        } else if (following.underway()) {
            following.take(operation, readAge);
        } else {
            common.mailbox().add(operation);
            leading.wake();
        }
    }

    /** What to tell of this loop to those who ask how it is. Thread-safe. */
    public PartitionHealth health() {
        return common.health().snapshot();
    }

    /** How much of what follows from commits did not come about at once. Thread-safe. */
    public long failedEffects() {
        return common.health().failedEffects();
    }

    /** How many reports, operations and decisions failed as they never should, and were undone. Thread-safe. */
    public long failedParts() {
        return common.health().failedParts();
    }

    /** How many records of the cluster that this engine leads are set aside, because they can't be relied on. Thread-safe. */
    public int quarantined() {
        return common.health().quarantined();
    }

    /**
     * Ends the loop: answers what waits, gives the lease back and ends the agents. Containers go on. Does not block; idempotent.
     *
     * @return completes when the lease is given back, or can't be, and the connections of the agents are closed
     */
    public CompletableFuture<Void> close() {
        common.callers().close();
        CompletableFuture<Void> released = new CompletableFuture<>();
        CompletableFuture<Void> disconnected = new CompletableFuture<>();
        common.strand().execute(() -> {
            CompletableFuture<Void> unused = agents.runner().close().thenRun(() -> disconnected.complete(null));
            leadership.close(() -> agents.leave(() -> released.complete(null)));
            following.end();
            inbox.reader().end();
            inbox.sender().close();
            leading.close();
            common.mailbox().takeAllOperations().forEach(common.callers()::refuse);
            common.health().role(PartitionRole.NONE);
        });
        return CompletableFuture.allOf(released, disconnected);
    }

    /** The state as far as this engine knows it, leading or following; null if it knows nothing. */
    private @Nullable ClusterState known() {
        ClusterState led = leading.state();
        return led == null ? following.state() : led;
    }

    /** Leading and following take turns as the lease goes. */
    private final class LeadershipListener implements Leadership.Listener {
        @Override
        public void acquired(Lease lease) {
            if (following.underway()) {
                following.end();
                common.health().role(PartitionRole.NONE);
            }
            leading.begin();
        }

        @Override
        public void lost(String why) {
            agents.adrift();
            leading.lost(why);
        }

        @Override
        public void heldByAnother() {
            leading.anotherLeads();
            if (!following.underway()) {
                following.begin();
                common.mailbox().takeAllOperations().forEach(operation -> take(operation, Duration.ZERO));
            }
        }

        @Override
        public void trouble(@Nullable String what) {
            if (what != null) {
                LOG.warn("{}: {}", common.partition(), what);
            }
            common.health().lease(what);
            if (what == null && leadership.lease() == null && !following.underway()) {
                // Without the lease there is nothing to be done yet: that another engine holds it is no error.
                common.health().worked();
            }
        }
    }

    /** The loop as its agents see it. */
    private final class LoopOfAgents implements LoopAgents.Loop {
        @Override
        public <T> CompletableFuture<T> submit(ClusterOperation<T> operation) {
            return ClusterLoop.this.submit(operation);
        }

        @Override
        public boolean leads() {
            return leading.leads();
        }

        @Override
        public @Nullable ClusterState known() {
            return ClusterLoop.this.known();
        }

        @Override
        public @Nullable ClusterState committed() {
            return leading.commits() ? null : ClusterLoop.this.known();
        }

        @Override
        public @Nullable ClusterState followed() {
            return following.state();
        }

        @Override
        public void spoken() {
            if (leading.state() == null) {
                agents.tellLeader();
            } else {
                leading.wake();
            }
        }

        @Override
        public void catchUp() {
            following.catchUp();
        }
    }

    /** Operations that other engines sent here through the inbox. */
    private final class Requests implements InboxReader.Taker {
        @Override
        public void take(ClusterOperation<?> operation, String requestId, Instant takeBy) {
            add(operation, new Mailbox.Request(requestId, takeBy));
            leading.wake();
        }

        /** Its answer is given when what it led to is committed, and at no other time. */
        private <T> void add(ClusterOperation<T> operation, Mailbox.Request request) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            CompletableFuture<T> unused = answer.whenComplete((value, failure) -> {
                inbox.reader().done(request.id(), operation, failure == null ? value : null);
                inbox.sender().answered(request.id(), answer);
            });
            common.mailbox()
                    .add(new Mailbox.Waiting<>(operation, answer, common.world().monotonicNanos(), request));
        }

        @Override
        public void looked() {
            inbox.sender().onlyThoseWait(inbox.reader()::mayHold);
            leading.inboxRead();
        }
    }
}
