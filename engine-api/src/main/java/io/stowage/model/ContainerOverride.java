package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task changes of one container definition. There is no override of the image, as in ECS.
 *
 * @param name the container; required where overrides are given
 * @param command replaces the command
 * @param environment added to the environment; wins where a name is there already
 * @param environmentFiles instead of the environment files of the definition; null leaves those
 * @param cpu in CPU units
 * @param memory the hard limit, in MiB
 * @param memoryReservation the soft limit, in MiB
 * @param resourceRequirements replaces those of the definition
 */
@RecordBuilder
public record ContainerOverride(
        @Nullable String name,
        @Nullable List<String> command,
        @Nullable List<KeyValuePair> environment,
        @Nullable List<EnvironmentFile> environmentFiles,
        @Nullable Integer cpu,
        @Nullable Integer memory,
        @Nullable Integer memoryReservation,
        @Nullable List<ResourceRequirement> resourceRequirements) {

    /** Copies the lists, keeping their order. */
    public ContainerOverride {
        command = Copies.optionalList(command);
        environment = Copies.optionalList(environment);
        environmentFiles = Copies.optionalList(environmentFiles);
        resourceRequirements = Copies.optionalList(resourceRequirements);
    }

    /** A builder with every field absent. */
    public static ContainerOverrideBuilder builder() {
        return ContainerOverrideBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ContainerOverrideBuilder toBuilder() {
        return ContainerOverrideBuilder.builder(this);
    }
}
