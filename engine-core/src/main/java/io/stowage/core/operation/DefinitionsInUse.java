package io.stowage.core.operation;

import java.util.List;

/** Which of these task definitions the cluster still uses, by ARN. An INACTIVE cluster uses none for long, and is asked all the same. */
public record DefinitionsInUse(List<String> taskDefinitionArns) implements ClusterOperation<List<String>> {

    /** Copies the list. */
    public DefinitionsInUse {
        taskDefinitionArns = List.copyOf(taskDefinitionArns);
    }

    @Override
    public List<String> apply(OperationTurn turn) {
        return taskDefinitionArns.stream()
                .filter(arn -> turn.state().definition(arn) != null)
                .toList();
    }
}
