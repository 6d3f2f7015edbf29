package io.stowage.core.operation;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.Attachment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Agents that run in an engine which does not lead have something to say. The answers are in the order of the words. Heard again, a word changes
 * nothing; most often everything that was reported is acknowledged, and nothing was asked.
 */
public record HearAgents(List<AgentWord> words) implements UnrecordedOperation<List<AgentAnswer>> {

    @Override
    public List<AgentAnswer> apply(OperationTurn turn) {
        List<AgentAnswer> answers = new ArrayList<>(words.size());
        for (AgentWord word : words) {
            answers.add(turn.agents().hear(said(word, turn)));
        }
        return answers;
    }

    /**
     * The word as it counts now. An engine that leads by now has said of its agents' connections what was last: what it had sent here before is
     * older than that.
     */
    private static AgentWord said(AgentWord word, OperationTurn turn) {
        Attachment attachment = turn.state().attachment(word.containerInstanceId());
        boolean late =
                attachment != null && attachment.engineId().equals(turn.state().leader());
        return late ? word.withoutConnection() : word;
    }

    @Override
    public List<AgentAnswer> usualAnswer() {
        List<AgentAnswer> usual = new ArrayList<>(words.size());
        for (AgentWord word : words) {
            Map<String, Long> acknowledged = new LinkedHashMap<>();
            word.reports().forEach(report -> acknowledged.put(report.taskId(), report.sequence()));
            usual.add(new AgentAnswer(acknowledged, List.of(), List.of()));
        }
        return usual;
    }
}
