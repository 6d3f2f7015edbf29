package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;
import io.stowage.core.state.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The agents that this engine runs for the cluster, and all that sees to them: they go on whether this engine leads, follows, or can do
 * neither. While it leads, they are told what follows from each turn. While it follows, they are told what follows from the changes that
 * were seen, and what they say is brought to the leader. Belongs to the loop's strand.
 */
final class LoopAgents {

    private final AgentRunner runner;
    private final Presence presence;
    private final Departures departures;
    private final Courier courier;
    private final Effects effects;
    private final FollowingAgents following;
    private final Repairs repairs;
    private final Loop loop;

    /** What they ask of the loop. */
    interface Loop extends Departures.Submit {

        /** Whether this engine leads, as far as it may be sure. Thread-safe. */
        boolean leads();

        /** The state as far as this engine knows it, leading or following; null if it knows nothing. */
        @Nullable
        ClusterState known();

        /** The state if all of it is committed, else null. */
        @Nullable
        ClusterState committed();

        /** What is followed; null while this engine does not follow. */
        @Nullable
        ClusterState followed();

        /** An agent has said something. */
        void spoken();

        /** What is committed by now is to be seen. */
        void catchUp();
    }

    LoopAgents(LoopCommon common, Loop loop) {
        String clusterName = common.clusterName();
        LoopContext context = common.context();
        LoopSettings.LeaseSettings lease = common.settings().lease();
        Guard guard = new Guard(common.partition(), common.health());
        this.loop = loop;
        this.presence = new Presence(clusterName, context, common.strand(), lease, new PresenceListener(common, loop));
        this.runner = new AgentRunner(
                clusterName,
                context,
                new Standing(loop::leads, presence),
                new AgentWords(common.strand(), common.mailbox(), loop::spoken),
                guard);
        this.departures = new Departures(clusterName, context, common.strand(), lease, loop::known, loop);
        this.courier = new Courier(common.strand(), common.mailbox(), runner, loop, this::mayTellLeader);
        this.effects = new Effects(clusterName, context.events(), runner, guard);
        this.following =
                new FollowingAgents(context.engineId(), runner, effects, presence, departures, common.mailbox());
        this.repairs = new Repairs(common.strand(), runner, loop::committed);
    }

    /** What is followed, if agents may speak to the engine that leads. */
    private @Nullable ClusterState mayTellLeader() {
        ClusterState followed = loop.followed();
        return followed != null && presence.holds() ? followed : null;
    }

    AgentRunner runner() {
        return runner;
    }

    /** What follows from commits, for agents and for everybody else. */
    Effects effects() {
        return effects;
    }

    /** This engine leads. */
    void lead() {
        following.leads();
        departures.look(true);
    }

    /** All of the state is committed, this turn with it. */
    void settle(Turn turn) {
        effects.of(turn);
        if (turn.transaction().touches(Kind.ATTACHMENT, Kind.INSTANCE)) {
            departures.look(true);
        }
        repairs.settled();
    }

    /** This engine does not lead any more, or not yet. */
    void adrift() {
        following.adrift();
    }

    /** Something was committed by the engine that leads. */
    void changed(ClusterState seen, FoldedChanges changes) {
        following.changed(seen, changes);
    }

    /** What was seen has been dealt with. */
    void settle() {
        repairs.settled();
        courier.wake();
    }

    /** Everything is known that was committed up to a moment. */
    void known(@Nullable ClusterState state, long asOfNanos) {
        if (following.known(state, asOfNanos)) {
            courier.wake();
        }
    }

    /** There may be something to tell the leader. */
    void tellLeader() {
        courier.wake();
    }

    /** Shows no more that this engine is there; {@code onGone} runs when the store has answered, or didn't in time. */
    void leave(Runnable onGone) {
        presence.close(onGone);
    }

    private record PresenceListener(LoopCommon common, Loop loop) implements Presence.Listener {
        @Override
        public void acquired() {
            loop.catchUp();
        }

        @Override
        public void trouble(String what) {
            common.trouble(what);
        }
    }
}
