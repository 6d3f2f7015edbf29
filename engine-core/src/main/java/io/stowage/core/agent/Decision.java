package io.stowage.core.agent;

import io.stowage.core.agent.Action.Call;
import io.stowage.core.agent.Action.Mark;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done about a task now, and when to look at it again if nothing happens.
 *
 * @param actions in the order in which they are to be done
 * @param wakeAt by the monotonic clock; {@link Moment#NEVER} if only an event brings anything new
 * @param hasMarks whether something is to be remembered, so that more may follow from it
 */
record Decision(List<Action> actions, long wakeAt, boolean hasMarks) {

    Decision {
        actions = List.copyOf(actions);
    }

    /** Gathers a decision. */
    static final class Builder {

        /** Hardly ever more than two; and there is a decision for each of many thousand tasks each time that anything is heard of it. */
        private final List<Action> actions = new ArrayList<>(2);

        private final Moment now;
        private long wakeAt = Moment.NEVER;
        private boolean hasMarks;

        Builder(Moment now) {
            this.now = now;
        }

        Moment now() {
            return now;
        }

        boolean isEmpty() {
            return actions.isEmpty();
        }

        void add(Action action) {
            actions.add(action);
            hasMarks |= action instanceof Mark;
        }

        void call(Verb verb, KnownContainer container) {
            actions.add(new Call(verb, container.name()));
        }

        /** Whether a time has come; if it has not, the task is looked at again when it does. */
        boolean due(long at) {
            if (now.reached(at)) {
                return true;
            }
            wakeAt = Math.min(wakeAt, at);
            return false;
        }

        Decision build() {
            return new Decision(actions, wakeAt, hasMarks);
        }
    }
}
