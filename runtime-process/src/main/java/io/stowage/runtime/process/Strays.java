package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds what left the process group of a command, or made a session of its own. Such processes are known by the session, as long as the
 * command lives and its number therefore is its own, and by the marker in the environment that they inherited. One that did both, leave the
 * session and clear its environment, gets away where there are no control groups.
 */
final class Strays {

    private static final int ROUNDS = 5;

    private final Supplier<Set<Long>> known;
    private final SharedPass<Set<String>, Integer> sweeps = new SharedPass<>(this::sweep);
    private final SharedPass<ProcessId, List<ProcessId>> sessions = new SharedPass<>(Strays::sessions);

    /** @param known processes that need no look: the commands and supervisors of containers that run */
    Strays(Supplier<Set<Long>> known) {
        this.known = known;
    }

    /** Kills every process that carries one of these nonces. Returns when it sees none that it has not killed; fails if new ones go on appearing. */
    void end(Set<String> nonces) throws IOException {
        int left = sweeps.ask(nonces);
        if (left > 0) {
            throw new IOException(left + " processes that ended containers left behind go on appearing");
        }
    }

    /** The members of a command's session; none if it has ended. */
    List<ProcessId> session(ProcessId leader) throws IOException {
        return sessions.ask(leader);
    }

    private List<Integer> sweep(List<Set<String>> asked) throws IOException {
        Set<String> nonces = new HashSet<>();
        asked.forEach(nonces::addAll);
        Set<ProcessId> killed = new HashSet<>();
        int left = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // What was killed before may be seen for a while yet.
            List<ProcessId> found = find(nonces).stream()
                    .filter(process -> !killed.contains(process))
                    .toList();
            left = found.size();
            if (left == 0) {
                break;
            }
            for (ProcessId process : found) {
                process.kill();
            }
            killed.addAll(found);
        }
        return Collections.nCopies(asked.size(), left);
    }

    /** The members of sessions whose leaders are alive after the look, and so were during it. */
    static List<List<ProcessId>> sessions(List<ProcessId> leaders) throws IOException {
        Map<Long, List<ProcessId>> members = new HashMap<>();
        leaders.forEach(leader -> members.put(leader.pid(), new ArrayList<>()));
        for (long pid : pids()) {
            Optional<ProcessId.Stat> stat = ProcessId.stat(pid).filter(ProcessId.Stat::isAlive);
            if (stat.isPresent() && members.containsKey(stat.get().session())) {
                members.get(stat.get().session()).add(stat.get().id());
            }
        }
        List<List<ProcessId>> answers = new ArrayList<>();
        for (ProcessId leader : leaders) {
            answers.add(leader.isAlive() ? members.getOrDefault(leader.pid(), List.of()) : List.of());
        }
        return answers;
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
