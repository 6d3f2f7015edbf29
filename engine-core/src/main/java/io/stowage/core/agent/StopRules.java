package io.stowage.core.agent;

import io.stowage.core.agent.Action.Advance;
import io.stowage.model.TaskStatus;
import java.time.Duration;

/**
 * Brings the containers of a task down, each after those that depend on it: a signal, the container's {@code stopTimeout}, then kill
 * after kill until the runtime has shown that it is gone. One that never ran is removed. The task is STOPPED when nothing of it can
 * run, and never before.
 */
final class StopRules {

    private StopRules() {}

    static void decide(KnownTask task, Decision.Builder decision) {
        boolean allFinished = true;
        for (KnownContainer container : task.containers()) {
            if (!container.finished()) {
                allFinished = false;
                bringDown(container, task, decision);
            }
        }
        if (allFinished) {
            decision.add(new Advance(TaskStatus.STOPPED));
        }
    }

    /** Does the next thing to end one container, if it is its turn. */
    static void bringDown(KnownContainer container, KnownTask task, Decision.Builder decision) {
        if (!TaskDecider.inSight(container, decision) || !isFree(container, task)) {
            return;
        }
        switch (container.sight().presence()) {
            case CREATED -> remove(container, decision);
            case RUNNING -> stop(container, decision);
            default -> {}
        }
    }

    private static boolean isFree(KnownContainer container, KnownTask task) {
        return container.plan().dependents().stream()
                .allMatch(i -> task.container(i).finished());
    }

    private static void remove(KnownContainer container, Decision.Builder decision) {
        if (decision.due(container.retryAt())) {
            decision.call(Verb.REMOVE, container);
        }
    }

    private static void stop(KnownContainer container, Decision.Builder decision) {
        if (!container.ending().asked()) {
            decision.call(Verb.SIGNAL, container);
            return;
        }
        int stopTimeout = container.plan().definition().stopTimeoutOrDefault();
        if (decision.due(
                container.ending().askedAt() + Duration.ofSeconds(stopTimeout).toNanos())) {
            if (decision.due(container.ending().killAt())) {
                decision.call(Verb.KILL, container);
            }
        } else if (!container.ending().heard() && decision.due(container.retryAt())) {
            decision.call(Verb.SIGNAL, container);
        }
    }
}
