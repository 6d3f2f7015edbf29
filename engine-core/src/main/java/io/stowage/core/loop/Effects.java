package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.event.EventHub;
import io.stowage.core.event.EventMaker;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.Transaction;

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

    /** Events of a turn that was committed. */
    void publish(Turn turn) {
        if (events.anybodyListens()) {
            guard.run("the events of", clusterName, () -> {
                EventMaker maker =
                        new EventMaker(turn.transaction(), thrown -> guard.failed("an event of", clusterName, thrown));
                events.publish(
                        maker.make(),
                        maker.lost(),
                        thrown -> guard.failed("the events to a listener of", clusterName, thrown));
            });
        }
    }

    /** Answers, and word to the agents. All of the state is committed. */
    void of(Turn turn, ClusterState state) {
        for (Runnable answer : turn.answers()) {
            guard.run("an answer of", clusterName, answer);
        }
        Transaction committed = turn.transaction();
        guard.run(
                "the agents of",
                clusterName,
                () -> agents.follow(
                        state,
                        committed.changed(Kind.ATTACHMENT, Attachment.class),
                        committed.deleted(Kind.ATTACHMENT)));
        guard.run("the orders of", clusterName, () -> agents.order(committed.orders()));
        guard.run(
                "the word to the agents of",
                clusterName,
                () -> turn.answered()
                        .forEach(said -> agents.answer(said.containerInstanceId(), said.epoch(), said.answer())));
    }
}
