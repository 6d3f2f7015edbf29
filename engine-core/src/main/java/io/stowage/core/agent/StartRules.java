package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import io.stowage.core.agent.Action.Advance;
import io.stowage.core.agent.Action.GiveUp;
import io.stowage.core.agent.Sight.Presence;
import io.stowage.core.agent.TaskDecider.Terms;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ContainerRuntimeException.Category;

/**
 * Brings the containers of a task up and keeps an eye on them. Images are pulled at once; a container is created, and then started,
 * when what it depends on is met. One that is given up although it may yet run is brought down, while the others go on.
 */
final class StartRules {

    private StartRules() {}

    static void decide(KnownTask task, Terms terms, Decision.Builder decision) {
        advance(task, TaskStatus.ACTIVATING, decision);
        boolean allUp = true;
        for (KnownContainer container : task.containers()) {
            if (!container.over()) {
                decide(container, task, terms, decision);
            } else if (!container.finished()) {
                StopRules.bringDown(container, task, decision);
            }
            allUp &= isUp(container);
        }
        if (allUp) {
            advance(task, TaskStatus.RUNNING, decision);
        }
    }

    private static void advance(KnownTask task, TaskStatus status, Decision.Builder decision) {
        if (task.status().compareTo(status) < 0) {
            decision.add(new Advance(status));
        }
    }

    /** Whether the task may count as RUNNING as far as this container goes. A failed essential one has stopped the task before. */
    private static boolean isUp(KnownContainer container) {
        return container.over()
                || container.run().number() > 0
                || container.sight().is(Presence.RUNNING);
    }

    private static void decide(KnownContainer container, KnownTask task, Terms terms, Decision.Builder decision) {
        Presence presence = container.sight().presence();
        boolean mayRun = presence == Presence.RUNNING
                || (task.hasRun() && container.run().mayHaveStarted());
        if (!mayRun && gaveNoAnswer(container, terms, decision)) {
            return;
        }
        if (container.sight().is(Presence.RUNNING) && !container.showsEarlierRun()) {
            if (terms.agentChecksHealth()) {
                check(Verb.CHECK_HEALTH, container.run().probe(), container, decision);
            }
            check(Verb.CHECK_READINESS, container.run().readiness(), container, decision);
        }
        if (!TaskDecider.inSight(container, decision)) {
            return;
        }
        if (container.showsEarlierRun()) {
            clearAway(container, decision);
            return;
        }
        switch (presence) {
            case ABSENT -> create(container, task, decision);
            case CREATED -> start(container, task, decision);
            case EXITED -> makeRoom(container, decision);
            default -> {}
        }
    }

    /** An earlier run had ended: there is nothing to be asked of it, and nothing to be waited for. */
    private static void clearAway(KnownContainer container, Decision.Builder decision) {
        if (!container.sight().is(Presence.RUNNING)) {
            if (decision.due(container.retryAt())) {
                decision.call(Verb.REMOVE, container);
            }
        } else if (decision.due(container.ending().killAt())) {
            decision.call(Verb.KILL, container);
        }
    }

    private static boolean gaveNoAnswer(KnownContainer container, Terms terms, Decision.Builder decision) {
        Sight sight = container.sight();
        if (sight.unansweredSince() == NEVER
                || !decision.due(
                        sight.unansweredSince() + terms.unansweredLimit().toNanos())) {
            return false;
        }
        decision.add(new GiveUp(
                container.name(),
                Category.ContainerRuntimeTimeoutError + ": the runtime gave no clear answer for "
                        + terms.unansweredLimit().toSeconds() + " s: " + sight.doubt()));
        return true;
    }

    private static void check(Verb verb, Probe probe, KnownContainer container, Decision.Builder decision) {
        if (probe.nextAt() != NEVER && decision.due(probe.nextAt())) {
            decision.call(verb, container);
        }
    }

    private static void create(KnownContainer container, KnownTask task, Decision.Builder decision) {
        if (!container.pulled()) {
            if (!container.pulling() && decision.due(container.retryAt())) {
                decision.call(Verb.PULL, container);
            }
        } else if (isFree(container, task, decision) && decision.due(container.retryAt())) {
            decision.call(Verb.CREATE, container);
        }
    }

    private static void start(KnownContainer container, KnownTask task, Decision.Builder decision) {
        if (isFree(container, task, decision) && decision.due(container.retryAt())) {
            decision.call(Verb.START, container);
        }
    }

    private static boolean isFree(KnownContainer container, KnownTask task, Decision.Builder decision) {
        if (Dependencies.metFor(container, task)) {
            return true;
        }
        long timeout = Dependencies.timeoutFor(container, task);
        if (timeout != NEVER) {
            decision.due(timeout);
        }
        return false;
    }

    private static void makeRoom(KnownContainer container, Decision.Builder decision) {
        if (container.restarting() && decision.due(container.roomAt()) && decision.due(container.retryAt())) {
            decision.call(Verb.REMOVE, container);
        }
    }
}
