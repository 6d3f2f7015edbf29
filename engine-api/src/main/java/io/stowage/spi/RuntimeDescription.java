package io.stowage.spi;

import io.stowage.model.Attribute;
import java.util.List;
import java.util.Set;

/**
 * What a runtime and its host are.
 *
 * @param runtimeVersion for people and {@code versionInfo}; may be empty
 * @param cpu the host's cpu units, 1024 per core
 * @param memory the host's memory in MiB
 * @param gpus the ids of the host's GPUs; may be empty
 * @param attributes what the runtime knows of the host, such as {@code ecs.os-type}; may be empty
 * @param honouredFields the fields of a task definition that this runtime acts on, as paths such as
 *     {@code containerDefinitions[].workingDirectory}; a path honours all that is below it
 * @param warnings what this host can't do although the runtime could, a sentence each; may be empty
 */
public record RuntimeDescription(
        String runtimeVersion,
        int cpu,
        int memory,
        List<String> gpus,
        List<Attribute> attributes,
        Set<String> honouredFields,
        List<String> warnings) {}
