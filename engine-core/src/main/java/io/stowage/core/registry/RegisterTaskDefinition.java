package io.stowage.core.registry;

import io.stowage.core.definition.CheckedDefinition;
import io.stowage.error.LimitExceededException;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import java.util.List;

/**
 * ECS: RegisterTaskDefinition.
 *
 * @param checked what was asked for, checked before
 * @param principal who asks; empty if nobody was named
 */
public record RegisterTaskDefinition(CheckedDefinition checked, String principal)
        implements RegistryOperation<RegisteredDefinition> {

    static final int MOST_REVISIONS = 1_000_000;

    @Override
    public RegisteredDefinition apply(RegistryTurn turn) {
        TaskDefinition definition = next(turn, checked, principal);
        List<Tag> tags = checked.request().tags();
        RegisteredDefinition registered = new RegisteredDefinition(definition, tags == null ? List.of() : tags);
        turn.put(new Family(definition.family(), definition.revision()));
        turn.put(registered);
        return registered;
    }

    static TaskDefinition next(RegistryTurn turn, CheckedDefinition checked, String principal) {
        String family = checked.request().family();
        int revision = turn.state().lastRevision(family) + 1;
        if (revision > MOST_REVISIONS) {
            throw new LimitExceededException("family " + family + " has had " + MOST_REVISIONS
                    + " revisions, which is the limit; use another family");
        }
        return checked.toTaskDefinition(
                DefinitionRef.arn(turn.arnPrefix(), family, revision),
                revision,
                turn.now(),
                principal.isEmpty() ? null : principal);
    }
}
