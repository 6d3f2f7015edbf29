package io.stowage.samples.customstore;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of lines. A line is in it when it is on the disk, whole, with its end; what a crash or a full disk left of a line is none, and
 * the next one takes its place. One process at a time has the file. (Not a channel: an interrupt of the thread that writes would close
 * that.)
 */
final class Journal implements AutoCloseable {

    private final RandomAccessFile file;
    private final List<String> found;
    private long length;

    private Journal(RandomAccessFile file, String text) {
        this.file = file;
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        this.found = whole.lines().toList();
        this.length = whole.getBytes(StandardCharsets.UTF_8).length;
    }

    static Journal open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.getChannel().tryLock() == null) {
                throw new IOException("another process has the file " + path);
            }
            return new Journal(file, Files.readString(path));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The lines that were there when it was opened. */
    List<String> found() {
        return found;
    }

    /** Returns when the line is on the disk. After an exception it is not there, or will not be after the next line. */
    void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        file.setLength(length);
        file.seek(length);
        file.write(bytes);
        file.getFD().sync();
        length += bytes.length;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException closed) {
            // Every line is on the disk already.
        }
    }
}
