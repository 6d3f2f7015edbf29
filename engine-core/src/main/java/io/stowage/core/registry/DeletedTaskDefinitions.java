package io.stowage.core.registry;

import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.util.List;

/** The ARNs of the revisions that are DELETE_IN_PROGRESS: they are to go when nothing refers to them any more. */
public record DeletedTaskDefinitions() implements RegistryOperation<List<String>> {

    @Override
    public List<String> apply(RegistryTurn turn) {
        return turn.state().definitions(null).stream()
                .map(RegisteredDefinition::definition)
                .filter(definition -> definition.status() == TaskDefinitionStatus.DELETE_IN_PROGRESS)
                .map(TaskDefinition::taskDefinitionArn)
                .toList();
    }
}
