package io.stowage.runtime.process;

import io.stowage.spi.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A command in a running container: its words go to the launcher by pipe, it becomes the leader of a session, and at its time-out all of the
 * session is killed.
 *
 * <p>The output is read by looking, not by a blocking read, since a child that the command left behind may hold the pipe for ever.
 */
final class CommandRun {

    private static final int KEPT = 4 * 1024;
    private static final long LONGEST_LOOK_MILLIS = 20;

    private final byte[] tail = new byte[KEPT];
    private long seen;

    CommandResult run(ProcessBuilder launcher, byte[] words, Duration timeout) throws IOException {
        Process process = launcher.redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(words);
        } catch (IOException e) {
            // The launcher says in its exit code what went wrong.
            seen = 0;
        }
        long end = System.nanoTime() + timeout.toNanos();
        boolean exited = false;
        try {
            InputStream out = process.getInputStream();
            long look = 1;
            while (!exited && System.nanoTime() - end < 0) {
                exited = process.waitFor(look, TimeUnit.MILLISECONDS);
                look = drain(out) ? 1 : Math.min(LONGEST_LOOK_MILLIS, look * 2);
            }
            if (!exited) {
                kill(process);
                drain(out);
            }
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a command ran", e);
        }
        return new CommandResult(exited ? process.exitValue() : null, output());
    }

    private static void kill(Process process) throws IOException {
        var leader = ProcessId.stat(process.pid()).map(ProcessId.Stat::id);
        var members = leader.isPresent() ? Strays.session(leader.get()) : java.util.List.<ProcessId>of();
        process.destroyForcibly();
        for (ProcessId member : members) {
            member.kill();
        }
    }

    private boolean drain(InputStream out) throws IOException {
        boolean progress = false;
        byte[] buffer = new byte[KEPT];
        while (out.available() > 0) {
            int read = out.read(buffer);
            for (int i = 0; i < read; i++) {
                tail[(int) (seen++ % KEPT)] = buffer[i];
            }
            progress = read > 0;
        }
        return progress;
    }

    private String output() {
        int length = (int) Math.min(seen, KEPT);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = tail[(int) ((seen - length + i) % KEPT)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
