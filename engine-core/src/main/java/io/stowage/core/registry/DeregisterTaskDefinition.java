package io.stowage.core.registry;

import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;

/** ECS: DeregisterTaskDefinition. Idempotent: one that isn't ACTIVE is answered as it is. */
public record DeregisterTaskDefinition(String taskDefinition) implements RegistryOperation<TaskDefinition> {

    @Override
    public TaskDefinition apply(RegistryTurn turn) {
        RegisteredDefinition registered = DefinitionRef.findRevision(turn, taskDefinition);
        if (registered == null) {
            throw DefinitionRef.notFound(taskDefinition);
        }
        if (registered.definition().status() != TaskDefinitionStatus.ACTIVE) {
            return registered.definition();
        }
        TaskDefinition inactive = registered.definition().toBuilder()
                .status(TaskDefinitionStatus.INACTIVE)
                .deregisteredAt(turn.now())
                .build();
        turn.put(new RegisteredDefinition(inactive, registered.tags()));
        return inactive;
    }
}
