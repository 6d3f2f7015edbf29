package io.stowage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task changes of its task definition.
 *
 * @param containerOverrides by container; empty for none
 * @param cpu of the whole task, in CPU units, or as {@code 1 vCPU}
 * @param memory of the whole task, in MiB, or as {@code 1 GB}
 * @param taskRoleArn the role of its containers
 * @param executionRoleArn the role under which it is launched
 * @param ephemeralStorage its scratch space
 */
public record TaskOverride(
        List<ContainerOverride> containerOverrides,
        @Nullable String cpu,
        @Nullable String memory,
        @Nullable String taskRoleArn,
        @Nullable String executionRoleArn,
        @Nullable EphemeralStorage ephemeralStorage) {

    /** Copies the lists, keeping their order. */
    public TaskOverride {
        containerOverrides = Copies.listOrEmpty(containerOverrides);
    }
}
