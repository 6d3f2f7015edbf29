package io.stowage.core.agent.spec;

import io.stowage.model.ContainerOverride;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.KeyValuePair;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.TaskOverride;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what one run of a container was asked to be: the definition's revision, the overrides, the container and the run.
 *
 * <p>It is over a text of its own, not over {@code toString}, because it outlives the engine that wrote it: containers carry it, and
 * a later version of the engine recognises them by it. A field is written as its name, the length of its value and the value, and
 * not at all if it is absent, so that two different orders never give one text. Values of secrets have no part in it.
 */
public final class SpecHash {

    private final StringBuilder text = new StringBuilder("stowage-spec-1\n");

    private SpecHash() {}

    /** The hash of one run of one container. */
    public static String of(String taskDefinitionArn, @Nullable TaskOverride overrides, String containerName, int run) {
        SpecHash hash = new SpecHash();
        hash.field("taskDefinitionArn", taskDefinitionArn);
        if (overrides != null) {
            hash.task(overrides);
        }
        hash.field("container", containerName);
        hash.field("run", run);
        return Sha256.hex(hash.text.toString());
    }

    private void task(TaskOverride override) {
        field("cpu", override.cpu());
        field("memory", override.memory());
        field("taskRoleArn", override.taskRoleArn());
        field("executionRoleArn", override.executionRoleArn());
        field(
                "ephemeralStorage",
                override.ephemeralStorage() == null
                        ? null
                        : override.ephemeralStorage().sizeInGiB());
        override.containerOverrides().forEach(this::container);
    }

    private void container(ContainerOverride override) {
        field("containerOverride", override.name());
        list("command", override.command());
        for (KeyValuePair variable : orEmpty(override.environment())) {
            field("environment", variable.name());
            field("value", variable.value());
        }
        files(override.environmentFiles());
        field("cpu", override.cpu());
        field("memory", override.memory());
        field("memoryReservation", override.memoryReservation());
        for (ResourceRequirement requirement : orEmpty(override.resourceRequirements())) {
            field("resourceRequirement", requirement.type());
            field("value", requirement.value());
            field("sharingStrategy", requirement.sharingStrategy());
        }
    }

    /** None at all is another thing than those of the definition. */
    private void files(@Nullable List<EnvironmentFile> files) {
        if (files != null && files.isEmpty()) {
            field("environmentFiles", 0);
        }
        for (EnvironmentFile file : orEmpty(files)) {
            field("environmentFile", file.type() + " " + file.value());
        }
    }

    private void list(String name, @Nullable List<String> values) {
        if (values != null) {
            field(name, values.size());
            values.forEach(value -> field(name, value));
        }
    }

    private void field(String name, @Nullable Object value) {
        if (value != null) {
            String written = value.toString();
            text.append(name).append('=').append(written.length()).append(':').append(written);
            text.append('\n');
        }
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
