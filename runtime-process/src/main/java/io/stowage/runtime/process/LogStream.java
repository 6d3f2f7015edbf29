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
 * What is written in the instant between the end of the copy and the truncation is lost. A process that writes faster than files are looked
 * at loses the oldest of it: of one look at most {@link Settings.LogFiles#mostBytes()} are copied, and rotated files together are not larger.
 *
 * @param file the file that is appended to
 */
record LogStream(Path file) {

    private static final int CHUNK = 64 * 1024;

    /** Where a reader is: in rotated file {@code number}, or in what will be that. */
    record Position(long number, long offset) {}

    /** What a reader got, and where it is now. */
    record Chunk(ByteBuffer bytes, Position next) {}

    /** Rotates if the file is larger than wanted. Somebody else doing so is as good. Returns whether it was larger. */
    boolean rotate(Settings.LogFiles wanted) throws IOException {
        if (size(file) <= wanted.maxBytes()) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null && channel.size() > wanted.maxBytes()) {
                copyAndTruncate(channel, wanted);
                forget(wanted);
            }
        } catch (NoSuchFileException e) {
            // The container was removed.
            return false;
        }
        return true;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void copyAndTruncate(FileChannel channel, Settings.LogFiles wanted) throws IOException {
        Path copy = file.resolveSibling("." + ContainerFolder.nameOf(file) + ".copy");
        long end = channel.size();
        try (FileChannel out = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            copy(channel, Math.max(0, end - wanted.mostBytes()), end, out);
            // What came meanwhile, and no more: a process may write faster than this reads.
            copy(channel, end, Math.min(channel.size(), end + wanted.maxBytes()), out);
            Files.move(copy, rotated(current()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            if (end <= wanted.mostBytes()) {
                throw e;
            }
            // There is no room for a copy, and this file is what fills the disk: it is given up.
        }
        channel.truncate(0);
    }

    private static void copy(FileChannel in, long from, long end, FileChannel out) throws IOException {
        long at = from;
        while (at < end) {
            long copied = in.transferTo(at, end - at, out);
            if (copied <= 0) {
                throw new IOException("a log could not be copied beyond byte " + at);
            }
            at += copied;
        }
    }

    private void forget(Settings.LogFiles wanted) throws IOException {
        TreeSet<Long> numbers = numbers();
        while (numbers.size() > wanted.kept() || (numbers.size() > 1 && bytesOf(numbers) > wanted.mostBytes())) {
            Files.deleteIfExists(rotated(Objects.requireNonNull(numbers.pollFirst())));
        }
    }

    private long bytesOf(TreeSet<Long> numbers) {
        return numbers.stream().mapToLong(number -> size(rotated(number))).sum();
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
