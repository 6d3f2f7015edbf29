package io.stowage.core.operation;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.PropagateTags;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What RunTask and StartTask have in common.
 *
 * @param group null means the family
 * @param definitionTags the tags of the task definition
 */
record TaskRequests(
        TaskDefinition definition,
        @Nullable String group,
        @Nullable TaskOverride overrides,
        @Nullable List<Tag> tags,
        @Nullable PropagateTags propagateTags,
        boolean managedTags,
        List<Tag> definitionTags) {

    private static final int LONGEST_GROUP = 255;
    private static final String SERVICE_GROUP = "service:";

    /** Checks the fields that both have, and says what each of the tasks takes. */
    Demand check() {
        Check.length("group", group, LONGEST_GROUP);
        if (group != null && group.startsWith(SERVICE_GROUP)) {
            throw new InvalidParameterException(
                    "group is '" + group + "'; groups that begin with service: are those of services, use another one");
        }
        if (propagateTags == PropagateTags.SERVICE) {
            throw new InvalidParameterException(
                    "propagateTags is SERVICE; a task of no service takes tags from TASK_DEFINITION or NONE");
        }
        Check.tags(tags);
        PlacementSupport.check(definition);
        return TaskOverrides.check(definition, overrides);
    }

    static void checkUnsupported(@Nullable Boolean enableExecuteCommand) {
        Check.unsupported(
                Boolean.TRUE.equals(enableExecuteCommand),
                "enableExecuteCommand",
                true,
                "there is no ExecuteCommand; leave it out");
    }

    String groupOrDefault() {
        return group == null ? "family:" + definition.family() : group;
    }

    List<Tag> tagsOfTasks(String clusterName) {
        List<Tag> propagated = propagateTags == PropagateTags.TASK_DEFINITION ? definitionTags : List.of();
        return TaskTags.ofTasks(propagated, Lists.orEmpty(tags), managedTags, clusterName);
    }
}
