package io.stowage;

import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Objects;

/**
 * The answer to RegisterTaskDefinition.
 *
 * @param taskDefinition the new revision
 * @param tags its tags
 * @param warnings what was registered but may not do what its author expects, a sentence each; not ECS's
 */
public record RegisterTaskDefinitionResponse(TaskDefinition taskDefinition, List<Tag> tags, List<String> warnings) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public RegisterTaskDefinitionResponse {
        Objects.requireNonNull(taskDefinition, "RegisterTaskDefinitionResponse.taskDefinition is required");
        tags = tags == null ? List.of() : List.copyOf(tags);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
