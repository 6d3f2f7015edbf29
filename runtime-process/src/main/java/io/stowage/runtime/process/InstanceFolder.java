package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one container instance: one folder for each container, by its name, and {@code .exits} with a notice for each container
 * whose command has ended. A container's folder is made under another name and renamed when it is complete; it is marked when it is removed,
 * and renamed before it is deleted. So an unmarked folder of a container's name is always a whole container, and two never exist at once.
 */
final class InstanceFolder {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path path;

    private InstanceFolder(Path path) {
        this.path = path;
    }

    static InstanceFolder open(Path base, String cluster, String instance) throws IOException {
        createPrivate(base);
        Path path = base.resolve(FolderName.of(cluster)).resolve(FolderName.of(instance));
        Files.createDirectories(path, PRIVATE);
        InstanceFolder folder = new InstanceFolder(path);
        Files.createDirectories(folder.exits(), PRIVATE);
        folder.clean();
        folder.removeTorn();
        return folder;
    }

    /** A base that others may write to, or that another user made, would let them run commands as this one. */
    private static void createPrivate(Path base) throws IOException {
        Files.createDirectories(base, PRIVATE);
        int owner = (Integer) Files.getAttribute(base, "unix:uid");
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(base);
        if (owner != Host.userId()
                || mode.contains(PosixFilePermission.GROUP_WRITE)
                || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(
                    "the state directory " + base + " belongs to user id " + owner + " and has mode "
                            + PosixFilePermissions.toString(mode) + ": it must belong to user id " + Host.userId()
                            + " and be writable by no one else; choose another one with ProcessRuntimeProvider.builder().stateDirectory(...)");
        }
    }

    Path path() {
        return path;
    }

    Path exits() {
        return path.resolve(".exits");
    }

    ContainerFolder container(String name) {
        return new ContainerFolder(path.resolve(FolderName.of(name)));
    }

    ContainerFolder inFolder(String fileName) {
        return new ContainerFolder(path.resolve(fileName));
    }

    /** All containers, in no order. Throws rather than to give a part. */
    List<ContainerFolder> containers() throws IOException {
        List<ContainerFolder> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                if (!ContainerFolder.nameOf(entry).startsWith(".")) {
                    found.add(new ContainerFolder(entry));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** Whether the folder itself is there: if not, nothing can be said of any container. */
    boolean isThere() {
        return Files.isDirectory(path) && Files.isDirectory(exits());
    }

    /** The folder names of all containers with a notice of their exit. */
    Set<String> exitNotices() throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(exits())) {
            entries.forEach(entry -> names.add(ContainerFolder.nameOf(entry)));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    boolean hasExitNotice(ContainerFolder container) {
        return Files.exists(exits().resolve(container.fileName()));
    }

    Path startNew(String nonce) throws IOException {
        return Files.createDirectory(path.resolve(".new-" + nonce), PRIVATE);
    }

    /** Gives a complete folder its name. False if there is one of this name already; the new folder is gone then. */
    boolean publish(Path complete, ContainerFolder container) throws IOException {
        try {
            Files.move(complete, container.path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            delete(complete);
            if (container.exists()) {
                return false;
            }
            throw e;
        }
        return true;
    }

    /** Removes the container with this nonce, and no other one that has its name by now. */
    void remove(ContainerFolder container, String nonce) throws IOException {
        if (container.markRemoved(nonce)) {
            Files.deleteIfExists(exits().resolve(container.fileName()));
            clear(container, nonce);
        }
    }

    /** A folder that is marked keeps its name until whoever has marked it moves it away, or it is abandoned. */
    private void clear(ContainerFolder marked, String unique) throws IOException {
        Path gone = path.resolve(".gone-" + unique);
        try {
            Files.move(marked.path(), gone, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            return;
        }
        delete(gone);
    }

    /**
     * Removes folders that a crash of the host emptied. While the host is up a folder gets its name when all is written in it, so
     * that one with an empty file, not touched since the boot, is of an earlier one, and nothing of it runs.
     */
    void removeTorn() throws IOException {
        for (ContainerFolder folder : containers()) {
            try {
                folder.read();
            } catch (IOException e) {
                Instant touched = Files.getLastModifiedTime(folder.path()).toInstant();
                if (folder.isTorn() && touched.isBefore(Host.bootedAt())) {
                    delete(folder.path());
                }
            }
        }
    }

    /** Folders that a crash left behind half made or half deleted. */
    private void clean() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, ".{new,gone}-*")) {
            for (Path entry : entries) {
                if (isAbandoned(entry)) {
                    delete(entry);
                }
            }
        } catch (NoSuchFileException e) {
            // Somebody else cleans too.
        }
        for (ContainerFolder folder : containers()) {
            if (folder.isMarkedRemoved() && isAbandoned(folder.path())) {
                clear(folder, UUID.randomUUID().toString());
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder)
                .toInstant()
                .isBefore(Instant.now().minus(ABANDONED));
    }

    /** Deletes a tree and follows no link out of it. */
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
