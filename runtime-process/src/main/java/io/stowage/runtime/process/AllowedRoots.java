package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files and directories that programs may be run from. Paths are made canonical before they are compared, so that neither
 * {@code ..} nor a symbolic link leads out of a root.
 */
final class AllowedRoots {

    private final List<Path> roots;

    AllowedRoots(List<Path> roots) {
        this.roots = roots.stream().map(AllowedRoots::canonicalRoot).distinct().toList();
    }

    private static Path canonicalRoot(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "allowRoots: " + root
                            + " is not there or can't be read: name a directory or a program of this host",
                    e);
        }
    }

    /** The canonical path of something that is there and under a root; empty if it is not. */
    Optional<Path> resolve(String path) {
        try {
            Path given = Path.of(path);
            return given.isAbsolute() ? resolve(given) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    Optional<Path> resolve(Path path) {
        try {
            Path real = path.toRealPath();
            return roots.stream().anyMatch(real::startsWith) ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Like {@link #resolve(Path)}, for what can be executed. */
    Optional<Path> program(Path path) {
        return resolve(path).filter(real -> Files.isRegularFile(real) && Files.isExecutable(real));
    }

    /** For error messages. */
    @Override
    public String toString() {
        return roots.toString();
    }
}
