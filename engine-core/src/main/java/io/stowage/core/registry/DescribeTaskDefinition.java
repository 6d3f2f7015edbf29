package io.stowage.core.registry;

/** ECS: DescribeTaskDefinition. A revision in whatever state, or the latest ACTIVE one of a family. */
public record DescribeTaskDefinition(String taskDefinition) implements RegistryOperation<RegisteredDefinition> {

    @Override
    public RegisteredDefinition apply(RegistryTurn turn) {
        RegisteredDefinition registered = DefinitionRef.find(turn, taskDefinition);
        if (registered == null) {
            throw DefinitionRef.notFound(taskDefinition);
        }
        return registered;
    }
}
