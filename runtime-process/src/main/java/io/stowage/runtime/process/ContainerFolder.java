package io.stowage.runtime.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of one container. Written when it is created: {@code container} (what is to be done, for the launcher and for this runtime) and
 * {@code secrets} (until they are handed over). Written by the launcher: {@code journal}, {@code stdout.log}, {@code stderr.log}. {@code work} is the working directory of commands that name none.
 * Left by this runtime where it applies: {@code oom}.
 */
record ContainerFolder(Path path) {

    private static final Path REMOVED = Path.of("container.removed");

    static String nameOf(Path path) {
        return Objects.requireNonNull(path.getFileName()).toString();
    }

    String fileName() {
        return nameOf(path);
    }

    boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The two files: what was decided, and what came of it. */
    record Contents(ContainerRecord record, Journal journal) {}

    /** Empty if there is no such container. */
    Optional<Contents> read() throws IOException {
        if (!exists()) {
            return Optional.empty();
        }
        try {
            Words.Reader file = new Words.Reader(Files.readAllBytes(path.resolve("container")));
            ContainerRecord record = ContainerRecord.parse(file);
            return Optional.of(new Contents(record, Journal.parse(file.rest(), journalText())));
        } catch (NoSuchFileException e) {
            if (exists() && !isMarkedRemoved()) {
                throw new IOException("the folder " + path + " has no file \"container\"", e);
            }
            return Optional.empty();
        }
    }

    private String journalText() throws IOException {
        Path journal = path.resolve("journal");
        // Asked first, since an exception costs more than a look.
        return Files.exists(journal) ? Files.readString(journal, StandardCharsets.ISO_8859_1) : "";
    }

    /** Whether nothing is left of what was written when it was created. */
    boolean isTorn() throws IOException {
        byte[] bytes =
                Files.exists(path.resolve("container")) ? Files.readAllBytes(path.resolve("container")) : new byte[0];
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether its only run was claimed. */
    boolean isClaimed() {
        return Files.exists(path.resolve("journal"));
    }

    /** When its only run was claimed, if it was: the last that is written in the file is its supervisor. */
    Instant claimedAt() throws IOException {
        return Files.getLastModifiedTime(path.resolve("container")).toInstant();
    }

    /** When the launcher last wrote the journal. */
    Instant journalledAt() throws IOException {
        return Files.getLastModifiedTime(path.resolve("journal")).toInstant();
    }

    /** Whether this is still the container with this nonce. */
    boolean isOf(String nonce) {
        try (InputStream file = new FileInputStream(path.resolve("container").toFile())) {
            return new String(file.readNBytes(nonce.length() + 1), StandardCharsets.US_ASCII).equals(nonce + "\n");
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes the claim so that no launcher can. False if it is taken, or if this is not the container with this nonce any more. */
    boolean takeClaim(String nonce) throws IOException {
        return whileOf(
                nonce,
                folder -> folder.newByteChannel(
                                Path.of("journal"), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
                        .close());
    }

    /**
     * Says for good that this container is being removed: it is absent from now on, and no other one can have its name until the folder
     * gets another. False if this is not the container with this nonce any more.
     */
    boolean markRemoved(String nonce) throws IOException {
        return whileOf(nonce, folder -> folder.move(Path.of("container"), folder, REMOVED));
    }

    /** Whether a removal has begun. */
    boolean isMarkedRemoved() {
        return Files.exists(path.resolve(REMOVED));
    }

    private interface Act {
        void in(SecureDirectoryStream<Path> folder) throws IOException;
    }

    /** Looks whose folder it is and acts in that very one: by its name another one could be met in between. */
    private boolean whileOf(String nonce, Act act) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            if (!(entries instanceof SecureDirectoryStream<Path> folder)) {
                throw new IOException("the file system of " + path + " has no handles of directories");
            }
            byte[] wanted = (nonce + "\n").getBytes(StandardCharsets.US_ASCII);
            ByteBuffer found = ByteBuffer.allocate(wanted.length);
            try (SeekableByteChannel file =
                    folder.newByteChannel(Path.of("container"), Set.of(StandardOpenOption.READ))) {
                while (found.hasRemaining() && file.read(found) > 0) {
                    // Until it is full, or the file is over.
                }
            }
            if (!Arrays.equals(found.array(), wanted)) {
                return false;
            }
            act.in(folder);
            return true;
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Says for good that the kernel killed one of its processes at its memory limit: what knew it goes. Idempotent. */
    void noteOutOfMemory() throws IOException {
        try {
            Files.createFile(path.resolve("oom"));
        } catch (FileAlreadyExistsException e) {
            // Somebody else has said so.
        }
    }

    boolean isNotedOutOfMemory() {
        return Files.exists(path.resolve("oom"));
    }

    /** The launcher has emptied the file; this takes it away. */
    boolean forgetSecrets(ContainerRecord record) throws IOException {
        return !record.secretNames().isEmpty() && Files.deleteIfExists(path.resolve("secrets"));
    }

    Path log(boolean standardError) {
        return path.resolve(standardError ? "stderr.log" : "stdout.log");
    }
}
