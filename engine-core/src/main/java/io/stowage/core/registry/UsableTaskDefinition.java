package io.stowage.core.registry;

import io.stowage.error.ClientException;
import io.stowage.model.TaskDefinitionStatus;

/** The revision that new tasks or a service are to use: it must be ACTIVE. */
public record UsableTaskDefinition(String taskDefinition) implements RegistryOperation<RegisteredDefinition> {

    @Override
    public RegisteredDefinition apply(RegistryTurn turn) {
        RegisteredDefinition registered = new DescribeTaskDefinition(taskDefinition).apply(turn);
        if (registered.definition().status() != TaskDefinitionStatus.ACTIVE) {
            throw new ClientException("TaskDefinition is inactive: "
                    + registered.definition().taskDefinitionArn() + " is "
                    + registered.definition().status() + ". Register a new revision, or use one that is ACTIVE.");
        }
        return registered;
    }
}
