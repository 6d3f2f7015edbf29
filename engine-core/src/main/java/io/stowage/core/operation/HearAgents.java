package io.stowage.core.operation;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AgentWord;
import java.util.ArrayList;
import java.util.List;

/** Agents that run in an engine which does not lead have something to say. The answers are in the order of the words. */
public record HearAgents(List<AgentWord> words) implements ClusterOperation<List<AgentAnswer>> {

    @Override
    public List<AgentAnswer> apply(OperationTurn turn) {
        List<AgentAnswer> answers = new ArrayList<>(words.size());
        for (AgentWord word : words) {
            answers.add(turn.agents().hear(word));
        }
        return answers;
    }
}
