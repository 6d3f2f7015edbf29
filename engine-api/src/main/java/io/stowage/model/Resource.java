package io.stowage.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An amount of one resource of a container instance: {@code CPU}, {@code MEMORY}, {@code PORTS}, {@code PORTS_UDP} or {@code
 * GPU}.
 *
 * @param name ECS's name of the resource
 * @param type {@code INTEGER}, {@code DOUBLE}, {@code LONG} or {@code STRINGSET}: says which of the values is given
 * @param doubleValue given for DOUBLE
 * @param longValue given for LONG
 * @param integerValue given for INTEGER: CPU units, 1024 for a core, or MiB of memory
 * @param stringSetValue given for STRINGSET: ports, or ids of GPUs
 */
public record Resource(
        String name,
        String type,
        @Nullable Double doubleValue,
        @Nullable Long longValue,
        @Nullable Integer integerValue,
        @Nullable List<String> stringSetValue) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Resource {
        Objects.requireNonNull(name, "Resource.name is required");
        Objects.requireNonNull(type, "Resource.type is required");
        stringSetValue = Copies.optionalList(stringSetValue);
    }

    /** An amount that is a whole number, such as {@code CPU} in CPU units or {@code MEMORY} in MiB. */
    public static Resource integer(String name, int value) {
        return new Resource(name, "INTEGER", null, null, value, null);
    }

    /** A set of strings, such as {@code PORTS}: of a registered resource the reserved ones, of a remaining resource those in use. */
    public static Resource stringSet(String name, List<String> values) {
        return new Resource(name, "STRINGSET", null, null, null, values);
    }
}
