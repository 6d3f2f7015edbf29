package io.stowage.core.registry;

import io.stowage.core.definition.CheckedDefinition;
import io.stowage.model.TaskDefinition;

/** The revision that a registration would become now, if nobody else registers one before: for the policy to judge. */
public record PreviewTaskDefinition(CheckedDefinition checked, String principal)
        implements RegistryOperation<TaskDefinition> {

    @Override
    public TaskDefinition apply(RegistryTurn turn) {
        return RegisterTaskDefinition.next(turn, checked, principal);
    }
}
