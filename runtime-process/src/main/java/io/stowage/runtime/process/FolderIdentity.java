package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a folder is known by, so that another one that has its name later is not taken for it: its file key, which may be given out again,
 * and the time of its last change, which is later then.
 */
record FolderIdentity(@Nullable Object fileKey, Instant changed) {

    /** More than the clocks of file systems are coarse by. */
    private static final Duration COARSE = Duration.ofSeconds(2);

    /** Empty if there is no folder, or if it changed so lately that the next one could have the same time. */
    static Optional<FolderIdentity> of(Path folder) throws IOException {
        return read(folder)
                .filter(found -> found.changed().isBefore(Instant.now().minus(COARSE)));
    }

    boolean isStill(Path folder) throws IOException {
        return read(folder).filter(this::equals).isPresent();
    }

    private static Optional<FolderIdentity> read(Path folder) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(
                    new FolderIdentity(found.fileKey(), found.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
