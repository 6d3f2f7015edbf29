package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One stream of output of a container: the file that its processes append to, and rotated files {@code .1}, {@code .2}, … of which the highest
 * is the latest.
 *
 * <p>The processes hold the file open, so it is rotated by copying and truncating it: they append, and go on at the beginning of the empty file.
 * What is written in the instant between the end of the copy and the truncation is lost.
 *
 * @param file the file that is appended to
 */
record LogStream(Path file) {

    private static final int CHUNK = 64 * 1024;

    /** Where a reader is: in rotated file {@code number}, or in what will be that. */
    record Position(long number, long offset) {}

    /** What a reader got, and where it is now. */
    record Chunk(ByteBuffer bytes, Position next) {}

    /** Rotates if the file is larger than wanted. Somebody else doing so is as good. */
    void rotate(Settings.LogFiles wanted) throws IOException {
        if (size(file) <= wanted.maxBytes()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null && channel.size() > wanted.maxBytes()) {
                copyAndTruncate(channel);
                forget(wanted.kept());
            }
        } catch (NoSuchFileException e) {
            // The container was removed.
            return;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void copyAndTruncate(FileChannel channel) throws IOException {
        Path copy = file.resolveSibling("." + ContainerFolder.nameOf(file) + ".copy");
        long copied = 0;
        try (FileChannel out = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (copied < channel.size()) {
                copied += channel.transferTo(copied, channel.size() - copied, out);
            }
        }
        Files.move(copy, rotated(current()), StandardCopyOption.ATOMIC_MOVE);
        channel.truncate(0);
    }

    private void forget(int kept) throws IOException {
        TreeSet<Long> numbers = numbers();
        while (numbers.size() > kept) {
            Files.deleteIfExists(rotated(Objects.requireNonNull(numbers.pollFirst())));
        }
    }

    Position beginning() throws IOException {
        TreeSet<Long> numbers = numbers();
        return new Position(numbers.isEmpty() ? 1 : numbers.first(), 0);
    }

    Position end() throws IOException {
        return new Position(current(), size(file));
    }

    /**
     * What is there to read at a position. A file that was rotated while it was read shows so by its new name, which it gets before it is
     * truncated; then the read is done again from there.
     */
    Chunk read(Position at) throws IOException {
        Position from = at;
        while (true) {
            if (Files.exists(rotated(from.number()))) {
                Chunk chunk = read(rotated(from.number()), from);
                if (chunk.bytes().hasRemaining()) {
                    return chunk;
                }
                from = new Position(from.number() + 1, 0);
                continue;
            }
            Long later = numbers().higher(from.number());
            if (later != null) {
                from = new Position(later, 0);
                continue;
            }
            Chunk chunk = read(file, from);
            if (!Files.exists(rotated(from.number()))) {
                return chunk;
            }
        }
    }

    private static Chunk read(Path path, Position from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.read(buffer, from.offset());
        } catch (NoSuchFileException e) {
            // Nothing was written yet, or it is too old.
            return new Chunk(buffer.flip(), from);
        }
        buffer.flip();
        return new Chunk(buffer, new Position(from.number(), from.offset() + buffer.remaining()));
    }

    private long current() throws IOException {
        TreeSet<Long> numbers = numbers();
        return numbers.isEmpty() ? 1 : numbers.last() + 1;
    }

    private TreeSet<Long> numbers() throws IOException {
        TreeSet<Long> numbers = new TreeSet<>();
        String prefix = ContainerFolder.nameOf(file) + ".";
        try (DirectoryStream<Path> rotated =
                Files.newDirectoryStream(Objects.requireNonNull(file.getParent()), prefix + "[0-9]*")) {
            rotated.forEach(path ->
                    numbers.add(Long.valueOf(ContainerFolder.nameOf(path).substring(prefix.length()))));
        } catch (NoSuchFileException e) {
            return numbers;
        }
        return numbers;
    }

    private Path rotated(long number) {
        return file.resolveSibling(ContainerFolder.nameOf(file) + "." + number);
    }

    /** 0 if there is none. Asked often, and so in the way that costs least. */
    private static long size(Path path) {
        return path.toFile().length();
    }
}
