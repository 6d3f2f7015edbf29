package io.stowage.core.operation;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AgentWord;

/** Takes what an agent has to say into the state of a turn. */
@FunctionalInterface
public interface AgentHearing {

    /** For a turn in which nothing is changed, and so nobody heard. */
    AgentHearing NOBODY = word -> {
        throw new IllegalStateException("agents are not heard by what only reads");
    };

    /** Folds it, part by part: a part that fails is undone and not acknowledged. Does not throw. */
    AgentAnswer hear(AgentWord word);
}
