package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.PartitionMeta;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this engine's agents in step with the cluster while another engine leads it.
 *
 * <p>They begin, end and are ordered as the committed changes say. When the state was read anew, and when there is a new leader, they are
 * given the whole manifest, and so report everything: what a leader knows is what is committed, and that may be less than it was when the
 * store was restored. What needs the leader waits until this engine holds the lease of its {@link Presence}. Belongs to the loop's
 * strand.
 */
final class FollowingAgents {

    /** Long enough for a word to reach the leader and what came of it to come back. */
    private static final Duration SAID_AGAIN_AFTER = Duration.ofSeconds(5);

    private final String engineId;
    private final AgentRunner agents;
    private final Effects effects;
    private final Presence presence;
    private final Departures departures;
    private final Mailbox mailbox;
    private PartitionMeta.@Nullable Leader leader;
    private boolean present;
    /** When what its agents said of their connections was compared with what is committed, by the monotonic clock. */
    private long agreedAtNanos;

    FollowingAgents(
            String engineId,
            AgentRunner agents,
            Effects effects,
            Presence presence,
            Departures departures,
            Mailbox mailbox) {
        this.engineId = engineId;
        this.agents = agents;
        this.effects = effects;
        this.presence = presence;
        this.departures = departures;
        this.mailbox = mailbox;
    }

    /** This engine does not lead any more, or not yet. */
    void adrift() {
        present = false;
        leader = null;
        presence.needed(agents.anyLocal());
    }

    /** This engine leads: its agents' licence is the cluster's lease. */
    void leads() {
        present = false;
        presence.needed(false);
    }

    /** Something was committed by the engine that leads. */
    void changed(ClusterState state, FoldedChanges changes) {
        PartitionMeta.Leader now = state.meta().leader();
        boolean everything = changes.isAnother() || !Objects.equals(leader, now);
        leader = now;
        if (everything) {
            agents.resume(state);
            agree(state);
        } else {
            effects.words(changes);
            for (String id : changes.ids(Kind.INSTANCE)) {
                agree(state, state.attachment(id));
            }
        }
        if (everything || changes.touches(Kind.ATTACHMENT, Kind.INSTANCE)) {
            departures.look(false);
        }
        presence.needed(agents.anyLocal());
    }

    /** Everything is known that was committed up to a moment. Yields whether there may be something to tell the leader that there was not before. */
    boolean known(@Nullable ClusterState state, long asOfNanos) {
        presence.needed(agents.anyLocal() || departures.claims());
        presence.known(asOfNanos);
        boolean was = present;
        present = presence.holds();
        if (!present) {
            return false;
        }
        // A leader takes no word of an instance whose record it can't read, and may learn later than this engine that
        // it was mended.
        boolean agreesAgain = was && asOfNanos - agreedAtNanos >= SAID_AGAIN_AFTER.toNanos();
        if (state != null && (!was || agreesAgain)) {
            agreedAtNanos = asOfNanos;
            agree(state);
        }
        return !was || agreesAgain;
    }

    private void agree(ClusterState state) {
        mailbox.spokenFor().forEach(id -> agree(state, state.attachment(id)));
    }

    /** What is committed of an agent's connection may not be what it said last: while this engine was out of touch it counted as gone. */
    private void agree(ClusterState state, @Nullable Attachment attachment) {
        if (attachment != null && attachment.engineId().equals(engineId)) {
            InstanceState instance = state.instance(attachment.containerInstanceId());
            if (instance != null) {
                mailbox.repeatConnection(instance.id(), attachment.epoch(), instance.connected());
            }
        }
    }
}
