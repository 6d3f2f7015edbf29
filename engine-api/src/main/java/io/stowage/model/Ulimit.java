package io.stowage.model;

import java.util.Objects;

/**
 * A resource limit of a container's processes.
 *
 * @param name the limited resource
 * @param softLimit the limit in force, in the unit of the resource; -1 means none
 * @param hardLimit the ceiling up to which a process may raise the soft limit; -1 means none
 */
public record Ulimit(UlimitName name, int softLimit, int hardLimit) {

    /** Checks what is required for null. */
    public Ulimit {
        Objects.requireNonNull(name, "Ulimit.name is required");
    }
}
