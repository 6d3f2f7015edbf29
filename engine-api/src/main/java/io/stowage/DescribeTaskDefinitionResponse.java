package io.stowage;

import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Objects;

/**
 * The answer to DescribeTaskDefinition.
 *
 * @param taskDefinition the revision
 * @param tags its tags
 */
public record DescribeTaskDefinitionResponse(TaskDefinition taskDefinition, List<Tag> tags) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public DescribeTaskDefinitionResponse {
        Objects.requireNonNull(taskDefinition, "DescribeTaskDefinitionResponse.taskDefinition is required");
        tags = tags == null ? List.of() : List.copyOf(tags);
    }
}
