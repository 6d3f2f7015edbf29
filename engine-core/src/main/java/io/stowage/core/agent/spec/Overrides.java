package io.stowage.core.agent.spec;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerOverride;
import io.stowage.model.KeyValuePair;
import io.stowage.model.TaskOverride;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies what a task changes to the definitions of its containers. */
public final class Overrides {

    private Overrides() {}

    /** The container as this task wants it. Several overrides of one container apply in their order. */
    public static ContainerDefinition apply(ContainerDefinition definition, @Nullable TaskOverride overrides) {
        ContainerDefinition result = definition;
        if (overrides != null) {
            for (ContainerOverride override : overrides.containerOverrides()) {
                if (definition.name().equals(override.name())) {
                    result = apply(result, override);
                }
            }
        }
        return result;
    }

    private static ContainerDefinition apply(ContainerDefinition definition, ContainerOverride override) {
        return definition.toBuilder()
                .command(override.command() == null ? definition.command() : override.command())
                .environment(environment(definition.environment(), override.environment()))
                .environmentFiles(
                        override.environmentFiles() == null
                                ? definition.environmentFiles()
                                : override.environmentFiles())
                .cpu(override.cpu() == null ? definition.cpu() : override.cpu())
                .memory(override.memory() == null ? definition.memory() : override.memory())
                .memoryReservation(
                        override.memoryReservation() == null
                                ? definition.memoryReservation()
                                : override.memoryReservation())
                .resourceRequirements(
                        override.resourceRequirements() == null
                                ? definition.resourceRequirements()
                                : override.resourceRequirements())
                .build();
    }

    private static @Nullable List<KeyValuePair> environment(
            @Nullable List<KeyValuePair> defined, @Nullable List<KeyValuePair> added) {
        if (added == null) {
            return defined;
        }
        Map<String, KeyValuePair> byName = new LinkedHashMap<>();
        if (defined != null) {
            defined.forEach(variable -> byName.put(variable.name(), variable));
        }
        added.forEach(variable -> byName.put(variable.name(), variable));
        return List.copyOf(byName.values());
    }
}
