package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Ends what is left of containers whose command has ended: processes that left its process group, or made a session of their own. They are
 * known by the marker in the environment that they inherited; one that also cleared its environment gets away where there are no
 * control groups.
 *
 * <p>One pass over {@code /proc} serves all that asked for one before it began.
 */
final class Strays {

    private static final int ROUNDS = 5;

    private final Supplier<Set<Long>> known;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Object pass = new Object();

    /** @param known processes that need no look: the commands and supervisors of containers that run */
    Strays(Supplier<Set<Long>> known) {
        this.known = known;
    }

    /** Kills every process that carries one of these nonces. Returns when none is left that it could see, or after a few rounds. */
    void end(Set<String> nonces) throws IOException {
        synchronized (asked) {
            asked.addAll(nonces);
        }
        synchronized (pass) {
            Set<String> batch;
            synchronized (asked) {
                batch = Set.copyOf(asked);
                asked.clear();
            }
            // Nobody in it: a pass that began after this call asked has served it.
            for (int round = 0; round < ROUNDS && !batch.isEmpty(); round++) {
                List<ProcessId> found = find(batch);
                if (found.isEmpty()) {
                    return;
                }
                for (ProcessId process : found) {
                    process.kill();
                }
            }
        }
    }

    /** The members of a session whose leader is alive now, and whose number therefore is its own. */
    static List<ProcessId> session(ProcessId leader) throws IOException {
        List<ProcessId> members = new ArrayList<>();
        for (long pid : pids()) {
            ProcessId.stat(pid)
                    .filter(stat -> stat.session() == leader.pid() && stat.isAlive())
                    .ifPresent(stat -> members.add(stat.id()));
        }
        return leader.isAlive() ? members : List.of();
    }

    private List<ProcessId> find(Set<String> nonces) throws IOException {
        Set<Long> skipped = known.get();
        List<ProcessId> found = new ArrayList<>();
        for (long pid : pids()) {
            if (!skipped.contains(pid) && carriesOne(pid, nonces)) {
                ProcessId.stat(pid).filter(ProcessId.Stat::isAlive).ifPresent(stat -> found.add(stat.id()));
            }
        }
        return found;
    }

    private static boolean carriesOne(long pid, Set<String> nonces) {
        try {
            String environment = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
            int at = ("\0" + environment).indexOf("\0" + ContainerRecord.MARKER + "=");
            if (at < 0) {
                return false;
            }
            String value = environment.substring(at + ContainerRecord.MARKER.length() + 1);
            return nonces.contains(value.substring(0, Math.max(0, value.indexOf('\0'))));
        } catch (IOException e) {
            // It has ended, or belongs to somebody else and so is none of ours.
            return false;
        }
    }

    private static List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            entries.forEach(entry -> pids.add(Long.valueOf(ContainerFolder.nameOf(entry))));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return pids;
    }
}
