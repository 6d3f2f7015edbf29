package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.event.EventHub;
import io.stowage.core.event.EventMaker;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.CommittedChanges;
import io.stowage.core.state.Kind;
import io.stowage.core.state.StateDifference;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a commit: events, answers, and word to the agents. The commit can't be taken back, so each of them comes about
 * whatever becomes of the others: one that throws is made good where there is a way (listeners are told that they missed something,
 * agents are told everything), and told by the loop's health in any case. Belongs to the loop's strand.
 */
final class Effects {

    private final EventHub events;
    private final AgentRunner agents;
    private final Guard guard;
    private final String clusterName;

    Effects(String clusterName, EventHub events, AgentRunner agents, Guard guard) {
        this.clusterName = clusterName;
        this.events = events;
        this.agents = agents;
        this.guard = guard;
    }

    /** Events of what was committed since listeners were told last, now that there is a state again: read anew, or gone on from. */
    void publish(StateDifference.@Nullable Known known, ClusterState present) {
        if (known != null && events.anybodyListens()) {
            guard.run("the events of", clusterName, () -> publish(StateDifference.between(known, present)));
        }
    }

    /** Events of what was committed. */
    void publish(CommittedChanges changes) {
        if (events.anybodyListens()) {
            guard.run("the events of", clusterName, () -> {
                EventMaker maker = new EventMaker(changes, thrown -> guard.failed("an event of", clusterName, thrown));
                events.publish(
                        maker.make(),
                        maker.lost(),
                        thrown -> guard.failed("the events to a listener of", clusterName, thrown));
            });
        }
    }

    /** Answers, and word to the agents. All of the state is committed. */
    void of(Turn turn) {
        for (Runnable answer : turn.answers()) {
            guard.run("an answer of", clusterName, answer);
        }
        words(turn.transaction());
        guard.run(
                "the word to the agents of",
                clusterName,
                () -> turn.answered()
                        .forEach(said -> agents.answer(said.containerInstanceId(), said.epoch(), said.answer())));
    }

    /** Begins and ends agents, and gives them their orders. */
    void words(CommittedChanges committed) {
        guard.run(
                "the agents of",
                clusterName,
                () -> agents.follow(
                        committed.state(),
                        committed.changed(Kind.ATTACHMENT, Attachment.class),
                        committed.deleted(Kind.ATTACHMENT)));
        guard.run("the orders of", clusterName, () -> agents.order(committed.orders()));
    }
}
