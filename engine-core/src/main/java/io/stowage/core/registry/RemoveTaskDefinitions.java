package io.stowage.core.registry;

import io.stowage.model.TaskDefinitionStatus;
import java.util.ArrayList;
import java.util.List;

/** Removes revisions that are DELETE_IN_PROGRESS and that nothing refers to, by ARN. A cluster that can't be read may refer to any. Answers those that it removed. Idempotent. */
public record RemoveTaskDefinitions(List<String> taskDefinitionArns) implements RegistryOperation<List<String>> {

    /** Copies the list. */
    public RemoveTaskDefinitions {
        taskDefinitionArns = List.copyOf(taskDefinitionArns);
    }

    @Override
    public List<String> apply(RegistryTurn turn) {
        List<String> removed = new ArrayList<>();
        if (turn.state().quarantine().holdsAny(RegistryKey.Kind.CLUSTER.storedName())) {
            return removed;
        }
        for (String arn : taskDefinitionArns) {
            RegisteredDefinition registered = DefinitionRef.findRevision(turn, arn);
            if (registered != null && registered.definition().status() == TaskDefinitionStatus.DELETE_IN_PROGRESS) {
                turn.delete(registered.definition());
                removed.add(arn);
            }
        }
        return removed;
    }
}
