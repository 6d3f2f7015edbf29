package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import io.stowage.core.agent.Action.Forget;
import io.stowage.core.agent.Sight.Presence;
import io.stowage.core.agent.TaskDecider.Terms;

/**
 * Keeps a stopped task stopped: what a call that was given up brought about late is undone. When its last report was acknowledged,
 * its containers are kept for a while for those who want to look at them, and then removed.
 */
final class AfterRules {

    private AfterRules() {}

    static void decide(KnownTask task, Terms terms, Decision.Builder decision) {
        boolean clear = task.retainedSince() != NEVER
                && decision.due(task.retainedSince() + terms.retention().toNanos());
        boolean nothingLeft = clear;
        for (KnownContainer container : task.containers()) {
            if (container.busy() || !container.sight().is(Presence.ABSENT)) {
                nothingLeft = false;
                decide(container, clear, decision);
            }
        }
        if (nothingLeft) {
            decision.add(new Forget());
        }
    }

    private static void decide(KnownContainer container, boolean clear, Decision.Builder decision) {
        if (!TaskDecider.inSight(container, decision)) {
            return;
        }
        Presence presence = container.sight().presence();
        if (presence == Presence.RUNNING) {
            if (decision.due(container.ending().killAt())) {
                decision.call(Verb.KILL, container);
            }
        } else if (clear || presence == Presence.CREATED) {
            if (decision.due(container.retryAt())) {
                decision.call(Verb.REMOVE, container);
            }
        }
    }
}
