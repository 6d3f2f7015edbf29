package io.stowage.core.operation;

import io.stowage.core.definition.EnvironmentFileRules;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.placement.Demand;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerOverride;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ECS's rules for what a task may change of its definition. */
final class TaskOverrides {

    private static final int LONGEST_JSON = 8192;
    private static final int LEAST_MEMORY = 6;

    private TaskOverrides() {}

    /** The override of one container; null if there is none. */
    static @Nullable ContainerOverride of(@Nullable TaskOverride overrides, String container) {
        if (overrides == null) {
            return null;
        }
        for (ContainerOverride override : overrides.containerOverrides()) {
            if (container.equals(override.name())) {
                return override;
            }
        }
        return null;
    }

    /**
     * What the tasks take of an instance.
     *
     * @throws InvalidParameterException if an override breaks a rule
     */
    static Demand check(TaskDefinition definition, @Nullable TaskOverride overrides) {
        if (overrides != null) {
            Check.length("overrides as JSON", RecordCodec.toJson(overrides), LONGEST_JSON);
            checkTask(overrides);
            Set<String> seen = new LinkedHashSet<>();
            for (int i = 0; i < overrides.containerOverrides().size(); i++) {
                checkContainer("overrides.containerOverrides[" + i + "]", overrides, i, definition, seen);
            }
        }
        return Demand.of(definition, overrides);
    }

    private static void checkTask(TaskOverride overrides) {
        String advice = "put it into the task definition or leave it out";
        Check.unsupported(overrides.taskRoleArn() != null, "overrides.taskRoleArn", overrides.taskRoleArn(), advice);
        Check.unsupported(
                overrides.executionRoleArn() != null,
                "overrides.executionRoleArn",
                overrides.executionRoleArn(),
                advice);
        Check.unsupported(
                overrides.ephemeralStorage() != null,
                "overrides.ephemeralStorage",
                overrides.ephemeralStorage(),
                advice);
    }

    private static void checkContainer(
            String field, TaskOverride overrides, int at, TaskDefinition definition, Set<String> seen) {
        ContainerOverride override = overrides.containerOverrides().get(at);
        String name = override.name();
        if (name == null
                || definition.containerDefinitions().stream()
                        .noneMatch(c -> c.name().equals(name))) {
            throw new InvalidParameterException(field + ".name: Override for container named " + name
                    + " is not a container in the TaskDefinition. It has "
                    + definition.containerDefinitions().stream()
                            .map(ContainerDefinition::name)
                            .toList());
        }
        if (!seen.add(name)) {
            throw new InvalidParameterException(field + ".name is '" + name + "', which is there already; use it once");
        }
        EnvironmentFileRules.check(field + ".environmentFiles", override.environmentFiles(), (place, rule) -> {
            throw new InvalidParameterException(place + ": " + rule);
        });
        Check.range(field + ".cpu", override.cpu(), 0, Integer.MAX_VALUE);
        Check.range(field + ".memory", override.memory(), LEAST_MEMORY, Integer.MAX_VALUE);
        Check.range(field + ".memoryReservation", override.memoryReservation(), LEAST_MEMORY, Integer.MAX_VALUE);
    }
}
