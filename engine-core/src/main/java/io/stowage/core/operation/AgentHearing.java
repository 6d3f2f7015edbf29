package io.stowage.core.operation;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AgentWord;

/** Takes what an agent has to say into the state of a turn. */
@FunctionalInterface
public interface AgentHearing {

    /** Folds it, part by part: a part that fails is undone and not acknowledged. Does not throw. */
    AgentAnswer hear(AgentWord word);
}
