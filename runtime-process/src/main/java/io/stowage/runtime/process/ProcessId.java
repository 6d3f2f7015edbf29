package io.stowage.runtime.process;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A process for ever: its id and the time of its start, in clock ticks since the boot. The kernel uses ids again, but never both
 * together within one boot.
 */
record ProcessId(long pid, long startTicks) {

    /**
     * What the kernel says of a process.
     *
     * @param state one letter; {@code Z} and {@code X} are processes that have ended
     * @param waitStatus of a process that has ended, as {@code waitpid} gives it; -1 where it can't be read
     */
    record Stat(ProcessId id, char state, long session, int waitStatus) {
        boolean isAlive() {
            return state != 'Z' && state != 'X';
        }

        boolean isStopped() {
            return state == 'T' || state == 't';
        }
    }

    /** What the kernel says of this very process; empty if it is gone, whoever has its id now. */
    Optional<Stat> stat() throws IOException {
        return stat(pid).filter(found -> found.id().equals(this));
    }

    boolean isAlive() throws IOException {
        return stat().filter(Stat::isAlive).isPresent();
    }

    /** Kills it; the JDK compares the start time once more. */
    void kill() throws IOException {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isPresent() && isAlive()) {
            handle.get().destroyForcibly();
        }
    }

    /** Whoever has this process id now; empty if nobody. */
    static Optional<Stat> stat(long pid) throws IOException {
        byte[] buffer = new byte[1024];
        int length;
        try (InputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
            length = in.read(buffer);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            // ESRCH: it ended between open and read.
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return Optional.empty();
            }
            throw e;
        }
        return length <= 0
                ? Optional.empty()
                : Optional.of(parse(pid, new String(buffer, 0, length, StandardCharsets.ISO_8859_1)));
    }

    /** The name in the second column may hold blanks and brackets: the columns after it are counted from its last bracket. */
    static Stat parse(long pid, String line) {
        String[] columns = line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1);
        int waitStatus = columns.length > 49 ? Integer.parseInt(columns[49]) : -1;
        return new Stat(
                new ProcessId(pid, Long.parseLong(columns[19])),
                columns[0].charAt(0),
                Long.parseLong(columns[3]),
                waitStatus);
    }
}
