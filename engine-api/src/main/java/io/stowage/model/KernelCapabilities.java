package io.stowage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linux capabilities of a container, relative to the runtime's default set.
 *
 * @param add capabilities to add, such as {@code NET_ADMIN}
 * @param drop capabilities to drop, such as {@code ALL}
 */
public record KernelCapabilities(
        @Nullable List<String> add, @Nullable List<String> drop) {

    /** Copies the lists, keeping their order. */
    public KernelCapabilities {
        add = Copies.optionalList(add);
        drop = Copies.optionalList(drop);
    }
}
