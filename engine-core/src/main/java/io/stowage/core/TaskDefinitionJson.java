package io.stowage.core;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.json.EngineJson;
import io.stowage.core.json.ReadMode;
import io.stowage.model.TaskDefinition;
import java.util.List;

/**
 * Task definitions as ECS's JSON: the same files that {@code aws ecs register-task-definition --cli-input-json} takes. Nothing
 * here blocks; all methods are pure and thread-safe.
 */
public final class TaskDefinitionJson {

    private TaskDefinitionJson() {}

    /**
     * What was read.
     *
     * @param request the registration, not yet validated: that happens when it is submitted
     * @param warnings a sentence for each field that was dropped; may be empty
     */
    public record Reading(RegisterTaskDefinitionRequest request, List<String> warnings) {

        /** Copies the warnings. */
        public Reading {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The registration that a text asks for: the input of {@code register-task-definition}, or the output of {@code
     * describe-task-definition}, whose read-only fields are dropped with a warning. A field that is null counts as absent.
     *
     * @throws io.stowage.error.ClientException if the text is no JSON, is too large or too deep, names a field twice or one
     *     that ECS does not have, or a value has the wrong type. The message names the field's path, the value, the rule and
     *     what to do
     */
    public static Reading read(String json) {
        return reading(EngineJson.readRegistration(json, ReadMode.STRICT));
    }

    /**
     * As {@link #read}, but a field that ECS does not have is dropped with a warning.
     *
     * @throws io.stowage.error.ClientException for anything else that {@link #read} refuses
     */
    public static Reading readLeniently(String json) {
        return reading(EngineJson.readRegistration(json, ReadMode.LENIENT));
    }

    /** The JSON of a registration: absent fields left out, empty lists kept. {@link #read} gives the same registration back. */
    public static String write(RegisterTaskDefinitionRequest request) {
        return EngineJson.write(request);
    }

    /** The JSON of a task definition: absent fields left out, empty lists kept, times in ISO-8601. */
    public static String write(TaskDefinition taskDefinition) {
        return EngineJson.write(taskDefinition);
    }

    private static Reading reading(io.stowage.core.json.Reading<RegisterTaskDefinitionRequest> reading) {
        return new Reading(reading.value(), reading.warnings());
    }
}
