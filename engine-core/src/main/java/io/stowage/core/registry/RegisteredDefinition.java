package io.stowage.core.registry;

import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import java.util.List;

/** A revision with the tags that belong to it. */
public record RegisteredDefinition(TaskDefinition definition, List<Tag> tags) {

    /** Copies the list. */
    public RegisteredDefinition {
        tags = List.copyOf(tags);
    }
}
