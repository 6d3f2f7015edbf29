package io.stowage.runtime.process;

import io.stowage.spi.CommandResult;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command in a running container: its words go to the launcher by pipe, it becomes the leader of a session, and at its time-out all of the
 * session is killed.
 *
 * <p>It prints to a file, not to a pipe, which a child that it leaves behind could hold for ever. The file is emptied whenever it is found
 * to be large; what counts is the end.
 */
final class CommandRun {

    private static final int KEPT = 4 * 1024;
    private static final long LARGE = 1024 * 1024;
    private static final long LOOK_MILLIS = 100;

    private final ProcessBuilder launcher;
    private final Path output;
    private String earlier = "";

    CommandRun(ProcessBuilder launcher, Path output) {
        this.launcher = launcher;
        this.output = output;
    }

    CommandResult run(byte[] words, Duration timeout) throws IOException {
        try {
            Process process = launcher.redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(output.toFile()))
                    .start();
            send(process, words);
            boolean exited = await(process, timeout);
            return new CommandResult(exited ? process.exitValue() : null, end());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void send(Process process, byte[] words) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(words);
        } catch (IOException e) {
            // The launcher has ended without reading: its exit code says so.
            return;
        }
    }

    private boolean await(Process process, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                long left = Math.min(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS), end - System.nanoTime());
                if (process.waitFor(left, TimeUnit.NANOSECONDS)) {
                    return true;
                }
                if (end - System.nanoTime() <= 0) {
                    kill(process);
                    return false;
                }
                shorten();
            }
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a command ran", e);
        }
    }

    private static void kill(Process process) throws IOException {
        Optional<ProcessId> leader = ProcessId.stat(process.pid()).map(ProcessId.Stat::id);
        if (leader.isPresent()) {
            List<ProcessId> members = Strays.sessions(List.of(leader.get())).get(0);
            leader.get().kill();
            for (ProcessId member : members) {
                member.kill();
            }
        }
    }

    private void shorten() throws IOException {
        if (Files.exists(output) && Files.size(output) > LARGE) {
            earlier = end();
            try (FileChannel channel = FileChannel.open(output, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    private String end() throws IOException {
        try (FileChannel channel = FileChannel.open(output, StandardOpenOption.READ)) {
            ByteBuffer tail = ByteBuffer.allocate(KEPT);
            channel.read(tail, Math.max(0, channel.size() - KEPT));
            String text = earlier + StandardCharsets.UTF_8.decode(tail.flip());
            return text.substring(Math.max(0, text.length() - KEPT));
        }
    }
}
