package io.stowage.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that is mounted into a container.
 *
 * @param containerPath the absolute path of the mount
 * @param size its largest size, in MiB
 * @param mountOptions mount options such as {@code noexec}
 */
public record Tmpfs(
        String containerPath, int size, @Nullable List<String> mountOptions) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Tmpfs {
        Objects.requireNonNull(containerPath, "Tmpfs.containerPath is required");
        mountOptions = Copies.optionalList(mountOptions);
    }
}
