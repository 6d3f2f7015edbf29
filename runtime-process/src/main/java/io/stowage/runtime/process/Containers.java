package io.stowage.runtime.process;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is in the folders, read cheaply. A running container is remembered: as long as its command lives and there is no notice of its exit,
 * its folder can't have changed (a running container is never removed), so that one look at {@code /proc} tells all. One whose exit is
 * recorded is remembered as long as its folder is the same. What was just created is remembered until it is started, when the launcher
 * compares its nonce. Any other container is read from its folder each time.
 */
final class Containers {

    /** A container, its folder and what was last seen of it. */
    record Seen(ContainerFolder folder, ContainerRecord record, Journal journal, ContainerState state) {
        Path workingDirectory() {
            String given = record.workingDirectory();
            return given == null ? folder.path().resolve("work") : Path.of(given);
        }
    }

    private final InstanceFolder instance;
    private final Cgroups cgroups;
    private final String bootId;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, Ended> ended = new ConcurrentHashMap<>();
    private final Map<String, Seen> created = new ConcurrentHashMap<>();
    private final Queue<Seen> unnoticed = new ConcurrentLinkedQueue<>();

    /** A container that runs, and when that was seen last. */
    private static final class Running {
        private final Seen seen;
        private volatile long lookedAt = System.nanoTime();

        Running(Seen seen) {
            this.seen = seen;
        }
    }

    /** A container whose exit is recorded, and what its folder is known by. */
    private record Ended(Seen seen, FolderIdentity folder) {}

    Containers(InstanceFolder instance, Cgroups cgroups, String bootId) {
        this.instance = instance;
        this.cgroups = cgroups;
        this.bootId = bootId;
    }

    /** This runtime has created a container. */
    void created(ContainerRecord record) {
        ContainerFolder folder = instance.container(record.name());
        ContainerState state = new Facts(record, Journal.EMPTY, true, null, null, null, List.of(), false).state();
        created.put(folder.fileName(), new Seen(folder, record, Journal.EMPTY, state));
    }

    /** The container of this name, if this runtime has created it, once. Whether it still is there is not looked at. */
    Optional<Seen> takeCreated(String name) {
        return Optional.ofNullable(created.remove(instance.container(name).fileName()));
    }

    /** This runtime has started a container: what the launcher said of it stands in its folder. */
    void started(Seen seen, ProcessId supervisor, ProcessId command) throws IOException {
        Journal journal = new Journal(List.of(supervisor), command, null, null);
        ProcessId.Stat alive = new ProcessId.Stat(command, 'R', command.pid(), -1);
        Facts facts = new Facts(seen.record(), journal, true, seen.folder().claimedAt(), null, alive, List.of(), false);
        running.put(
                seen.folder().fileName(), new Running(new Seen(seen.folder(), seen.record(), journal, facts.state())));
    }

    /** Empty if there is certainly no container of this name. */
    Optional<Seen> find(String name) throws IOException {
        ContainerFolder folder = instance.container(name);
        Optional<Seen> seen = look(folder, instance.hasExitNotice(folder));
        if (seen.isEmpty() && !instance.isThere()) {
            throw new IOException("the folder of this container instance is gone: " + instance.exits());
        }
        return seen;
    }

    /** The container in a folder of this file name; empty if it was removed. */
    Optional<Seen> inFolder(String fileName) throws IOException {
        ContainerFolder folder = instance.inFolder(fileName);
        return look(folder, instance.hasExitNotice(folder));
    }

    /** All of them. */
    List<Seen> all() throws IOException {
        var notices = instance.exitNotices();
        List<Seen> found = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        for (ContainerFolder folder : instance.containers()) {
            folders.add(folder.fileName());
            look(folder, notices.contains(folder.fileName())).ifPresent(found::add);
        }
        // What was removed by somebody else.
        ended.keySet().retainAll(folders);
        created.keySet().retainAll(folders);
        return found;
    }

    /**
     * Those that ran, and that this look or an earlier one found to have ended without a notice.
     *
     * @param unseenFor how long a look is good for: those that were looked at since are not looked at again
     */
    List<Seen> endedUnnoticed(Duration unseenFor) throws IOException {
        Set<Seen> found = new LinkedHashSet<>();
        for (Running known : running.values()) {
            if (System.nanoTime() - known.lookedAt >= unseenFor.toNanos()) {
                ContainerFolder folder = known.seen.folder();
                look(folder, instance.hasExitNotice(folder));
                if (!running.containsKey(folder.fileName())) {
                    found.add(known.seen);
                }
            }
        }
        for (Seen next = unnoticed.poll(); next != null; next = unnoticed.poll()) {
            found.add(next);
        }
        return List.copyOf(found);
    }

    /** Those that ran when they were last looked at. */
    List<Seen> remembered() {
        return running.values().stream().map(known -> known.seen).toList();
    }

    /** The commands and supervisors of those. */
    Set<Long> rememberedPids() {
        Set<Long> pids = new HashSet<>();
        for (Seen seen : remembered()) {
            seen.journal().supervisors().forEach(supervisor -> pids.add(supervisor.pid()));
            ProcessId command = seen.journal().command();
            if (command != null) {
                pids.add(command.pid());
            }
        }
        return pids;
    }

    private Optional<Seen> look(ContainerFolder folder, boolean exitNotice) throws IOException {
        Running known = running.get(folder.fileName());
        if (known != null && !exitNotice && isAlive(known.seen.journal().command())) {
            known.lookedAt = System.nanoTime();
            return Optional.of(known.seen);
        }
        Ended over = ended.get(folder.fileName());
        if (over != null && over.folder().isStill(folder.path())) {
            return Optional.of(over.seen());
        }
        ended.remove(folder.fileName());
        Optional<Seen> seen = read(folder);
        if (seen.isPresent()
                && seen.get().state().phase() == Phase.RUNNING
                && seen.get().journal().command() != null) {
            running.put(folder.fileName(), new Running(seen.get()));
            return seen;
        }
        Running before = running.remove(folder.fileName());
        if (before != null && !exitNotice) {
            unnoticed.add(before.seen);
        }
        if (seen.isPresent() && seen.get().journal().exitStatus() != null) {
            rememberEnded(seen.get());
        }
        return seen;
    }

    private void rememberEnded(Seen seen) throws IOException {
        Optional<FolderIdentity> folder = FolderIdentity.of(seen.folder().path());
        // Looked at last: what is still this container then was it all the time.
        if (folder.isPresent() && seen.folder().isOf(seen.record().nonce())) {
            ended.put(seen.folder().fileName(), new Ended(seen, folder.get()));
        }
    }

    private static boolean isAlive(@Nullable ProcessId process) throws IOException {
        return process != null && process.isAlive();
    }

    /** Reads a folder until all that was read is of one container: it may be replaced by one of the same name meanwhile. */
    private Optional<Seen> read(ContainerFolder folder) throws IOException {
        while (true) {
            Optional<ContainerFolder.Contents> contents = folder.read();
            if (contents.isEmpty()) {
                return Optional.empty();
            }
            try {
                Facts facts = facts(folder, contents.get());
                if (folder.isOf(facts.record().nonce())) {
                    return Optional.of(new Seen(folder, facts.record(), facts.journal(), facts.state()));
                }
            } catch (NoSuchFileException e) {
                if (folder.isOf(contents.get().record().nonce())) {
                    throw e;
                }
            }
        }
    }

    private Facts facts(ContainerFolder folder, ContainerFolder.Contents contents) throws IOException {
        ContainerRecord record = contents.record();
        Journal journal = contents.journal();
        boolean sameBoot = record.bootId().equals(bootId);
        if (!folder.isClaimed()) {
            return new Facts(record, journal, sameBoot, null, null, null, List.of(), false);
        }
        List<ProcessId.Stat> supervisors = new ArrayList<>();
        ProcessId.Stat command = null;
        if (sameBoot && journal.exitStatus() == null) {
            for (ProcessId supervisor : journal.supervisors()) {
                supervisor.stat().ifPresent(supervisors::add);
            }
            // What has ended by now may have written its last line since the first look.
            journal = folder.read().map(ContainerFolder.Contents::journal).orElse(journal);
            ProcessId process = journal.command();
            command = process == null ? null : process.stat().orElse(null);
        }
        boolean ended = command == null || !command.isAlive();
        return new Facts(
                record,
                journal,
                sameBoot,
                folder.claimedAt(),
                folder.journalledAt(),
                command,
                supervisors,
                ended && record.cgroup() && wasOutOfMemory(folder, record));
    }

    /** In this order: the note is written before the group goes. */
    private boolean wasOutOfMemory(ContainerFolder folder, ContainerRecord record) throws IOException {
        return cgroups.wasOutOfMemory(record.nonce()) || folder.isNotedOutOfMemory();
    }
}
