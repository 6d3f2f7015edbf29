package io.stowage.runtime.process;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in the folders, read cheaply. A running container is remembered: as long as its command lives and there is no notice of its exit,
 * its folder can't have changed (a running container is never removed), so that one look at {@code /proc} tells all. Any other
 * container is read from its folder each time.
 */
final class Containers {

    /** A container, its folder and what was last seen of it. */
    record Seen(ContainerFolder folder, ContainerRecord record, Journal journal, ContainerState state) {}

    private final InstanceFolder instance;
    private final Cgroups cgroups;
    private final String bootId;
    private final Map<String, Seen> running = new ConcurrentHashMap<>();

    Containers(InstanceFolder instance, Cgroups cgroups, String bootId) {
        this.instance = instance;
        this.cgroups = cgroups;
        this.bootId = bootId;
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
        for (ContainerFolder folder : instance.containers()) {
            look(folder, notices.contains(folder.fileName())).ifPresent(found::add);
        }
        return found;
    }

    /** Those that ran when they were last looked at. */
    List<Seen> remembered() {
        return List.copyOf(running.values());
    }

    /** The commands and supervisors of those. */
    Set<Long> rememberedPids() {
        Set<Long> pids = new HashSet<>();
        for (Seen seen : running.values()) {
            seen.journal().supervisors().forEach(supervisor -> pids.add(supervisor.pid()));
            ProcessId command = seen.journal().command();
            if (command != null) {
                pids.add(command.pid());
            }
        }
        return pids;
    }

    private Optional<Seen> look(ContainerFolder folder, boolean exitNotice) throws IOException {
        Seen known = running.get(folder.fileName());
        if (known != null && !exitNotice && isAlive(known.journal().command())) {
            return Optional.of(known);
        }
        Optional<Seen> seen = read(folder);
        if (seen.isPresent()
                && seen.get().state().phase() == Phase.RUNNING
                && seen.get().journal().command() != null) {
            running.put(folder.fileName(), seen.get());
        } else {
            running.remove(folder.fileName());
        }
        return seen;
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
                ended && record.cgroup() && cgroups.wasOutOfMemory(record.nonce()));
    }
}
