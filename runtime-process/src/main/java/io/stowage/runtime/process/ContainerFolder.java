package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder of one container. Written when it is created: {@code spec} (what this runtime decided), {@code launch.<nonce>} (the same for the
 * launcher), {@code secrets} (until they are handed over). Written by the launcher: {@code claim}, {@code journal}, {@code stdout.log},
 * {@code stderr.log}. {@code work} is the working directory of commands that name none.
 */
record ContainerFolder(Path path) {

    static String nameOf(Path path) {
        return Objects.requireNonNull(path.getFileName()).toString();
    }

    String fileName() {
        return nameOf(path);
    }

    boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Empty if there is no such container. */
    Optional<ContainerRecord> record() throws IOException {
        try {
            return Optional.of(ContainerRecord.parse(Files.readAllBytes(path.resolve("spec"))));
        } catch (NoSuchFileException e) {
            if (exists()) {
                throw new IOException("the folder " + path + " has no file \"spec\"", e);
            }
            return Optional.empty();
        }
    }

    Journal journal() throws IOException {
        try {
            return Journal.parse(Files.readString(path.resolve("journal"), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Journal.parse("");
        }
    }

    /** When the claim on its only run was taken; empty if it was not. */
    Optional<Instant> claimedAt() throws IOException {
        return modified("claim");
    }

    /** When the launcher last wrote the journal. */
    Optional<Instant> journalledAt() throws IOException {
        return modified("journal");
    }

    private Optional<Instant> modified(String file) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(path.resolve(file)).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Takes the claim so that no launcher can. False if it is taken. */
    boolean takeClaim() throws IOException {
        try {
            Files.createFile(path.resolve("claim"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    void forgetSecrets() throws IOException {
        Files.deleteIfExists(path.resolve("secrets"));
    }

    Path log(boolean standardError) {
        return path.resolve(standardError ? "stderr.log" : "stdout.log");
    }
}
