package io.stowage.runtime.process;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A process for ever: its id, and a time by which it had started and before which it had not ended, in clock ticks since the boot. The
 * kernel uses ids again, but whoever has this one later started later.
 */
record ProcessId(long pid, long startedBy) {

    // Columns after the name, counted from 1.
    private static final int SESSION = 4;
    private static final int START = 20;
    private static final int EXIT_CODE = 50;

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

    /** As it stands in a journal. */
    static ProcessId of(String pid, String startedBy) {
        return new ProcessId(Long.parseLong(pid), Long.parseLong(startedBy));
    }

    /** What the kernel says of this very process; empty if it is gone, whoever has its id now. */
    Optional<Stat> stat() throws IOException {
        return stat(pid).filter(found -> found.id().startedBy() <= startedBy);
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
        return length <= 0 ? Optional.empty() : Optional.of(parse(pid, buffer, length));
    }

    /**
     * The name in the second column may hold blanks and brackets: the columns after it are counted from its last bracket. Read often, and so
     * without making strings of the columns.
     */
    static Stat parse(long pid, byte[] line, int length) {
        int at = length - 1;
        while (line[at] != ')') {
            at--;
        }
        char state = (char) line[at + 2];
        long session = number(line, length, column(line, length, at, SESSION));
        long start = number(line, length, column(line, length, at, START));
        int exit = state == 'Z' || state == 'X' ? column(line, length, at, EXIT_CODE) : length;
        int waitStatus = exit < length ? (int) number(line, length, exit) : -1;
        return new Stat(new ProcessId(pid, start), state, session, waitStatus);
    }

    /** Where a column begins, the state being the first after {@code from}. */
    private static int column(byte[] line, int length, int from, int column) {
        int at = from;
        for (int blanks = 0; blanks < column && at < length; at++) {
            if (line[at] == ' ') {
                blanks++;
            }
        }
        return at;
    }

    private static long number(byte[] line, int length, int from) {
        long number = 0;
        for (int at = from; at < length && line[at] >= '0' && line[at] <= '9'; at++) {
            number = number * 10 + line[at] - '0';
        }
        return number;
    }
}
