package io.stowage.core.loop;

import io.stowage.core.follow.Follower;
import io.stowage.core.inbox.InboxSender;
import io.stowage.core.operation.ReadOperation;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's loop while another engine leads.
 *
 * <p>The {@link Follower} keeps a state in step with what the other engine commits. Reads are answered from that state; any other operation goes
 * to the leader through the inbox, and its answer comes with the changes. Listeners hear of what is seen, and the agents that run here are told
 * what follows from it. It may skip intermediate states of a record, and sees that in the record's version; service events are never skipped.
 *
 * <p>Belongs to the loop's strand.
 */
final class Following {

    private final LoopCommon common;
    private final LoopAgents agents;
    private final Told told;
    private final InboxSender sender;
    private final Follower follower;
    private final FollowedReads reads;

    Following(LoopCommon common, InboxSender sender, LoopAgents agents, Told told) {
        this.common = common;
        this.sender = sender;
        this.agents = agents;
        this.told = told;
        this.follower = new Follower(
                new Follower.Setup(
                        common.partition(),
                        common.world(),
                        common.strand(),
                        common.context().store(),
                        common.context().rounds().looks(),
                        common.context().reader(),
                        new SnapshotReading(common)::read,
                        sender::question),
                this::followed,
                new Progress());
        this.reads = new FollowedReads(common.world(), common.context().rules(), follower);
    }

    /** Whether this engine follows. */
    boolean underway() {
        return follower.following();
    }

    /** What is followed, as it was seen last; null if nothing is, or it was not seen yet. */
    @Nullable
    ClusterState state() {
        return follower.state();
    }

    /** Another engine leads. */
    void begin() {
        follower.begin(told.take());
    }

    /** Follows no more. What waits here for another engine waits for this one now. */
    void end() {
        if (follower.following()) {
            told.leave(follower.known());
            follower.end();
        }
        reads.takeWaiting().forEach(common.mailbox()::add);
    }

    /** @param readAge how old the state may be that a read is answered from; zero means no older than this call */
    void take(Mailbox.Waiting<?> operation, Duration readAge) {
        if (operation.operation() instanceof ReadOperation<?>) {
            reads.answer(operation, readAge);
        } else {
            send(operation);
        }
    }

    private <T> void send(Mailbox.Waiting<T> operation) {
        sender.send(operation.operation(), operation.answer(), operation.askedAtNanos());
        follower.hurry();
    }

    /** What is committed by now is to be seen. */
    void catchUp() {
        follower.catchUp(() -> {});
    }

    private void followed(ClusterState seen, FoldedChanges changes) {
        agents.effects().publish(changes);
        agents.changed(seen, changes);
        sender.changed(changes);
        agents.settle();
    }

    private final class Progress implements Follower.Progress {
        @Override
        public void seen() {
            if (sender.isEmpty()) {
                follower.noHurry();
            }
            ClusterState state = follower.state();
            if (state != null) {
                sender.seen(state.meta().now());
            }
            common.health().followed(follower.revision().number(), follower.seenAtNanos());
            agents.known(state, follower.seenAtNanos());
        }

        @Override
        public void behind(long revisions) {
            common.health().behind(revisions);
        }

        @Override
        public void trouble(String what) {
            common.trouble(what);
        }
    }
}
