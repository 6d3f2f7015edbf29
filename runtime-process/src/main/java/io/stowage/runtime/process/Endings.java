package io.stowage.runtime.process;

import io.stowage.spi.ContainerState.Phase;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Signals, and the end of containers.
 *
 * <p>A signal goes to the process group of the command, through the launcher's shell, right after a look that the command is still the process
 * that was recorded. A kill needs no shell: the command is killed from here, its supervisor kills the rest of the group when it has seen
 * the command end, and what left the group is found by control group, session or marker.
 */
final class Endings {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 2;

    private final Containers containers;
    private final Cgroups cgroups;
    private final Launcher launcher;
    private final Strays strays;
    private final Set<String> swept = ConcurrentHashMap.newKeySet();

    Endings(Containers containers, Cgroups cgroups, Launcher launcher) {
        this.containers = containers;
        this.cgroups = cgroups;
        this.launcher = launcher;
        this.strays = new Strays(containers::rememberedPids);
    }

    /** The launcher's reply; empty if the container is absent or does not run. */
    Optional<String> signal(String name, String signal) throws IOException {
        Optional<ProcessId> command = runningCommand(name);
        return command.isPresent() && command.get().isAlive()
                ? Optional.of(launcher.signal(signal, command.get().pid()))
                : Optional.empty();
    }

    void kill(String name) throws IOException {
        Optional<ProcessId> command = runningCommand(name);
        Optional<Containers.Seen> seen = containers.find(name);
        if (command.isEmpty() || seen.isEmpty()) {
            return;
        }
        List<ProcessId> session = strays.session(command.get());
        command.get().kill();
        if (seen.get().record().cgroup()) {
            killGroup(seen.get().record().nonce());
        }
        for (ProcessId member : session) {
            member.kill();
        }
        if (hasEnded(name)) {
            sweep(Set.of(seen.get().record().nonce()));
        }
    }

    private void killGroup(String nonce) throws IOException {
        if (!cgroups.kill(nonce)) {
            for (long member : cgroups.members(nonce)) {
                Optional<ProcessId.Stat> stat = ProcessId.stat(member);
                if (stat.isPresent()) {
                    stat.get().id().kill();
                }
            }
        }
    }

    /** Ends what containers that have ended left running; what was swept once has nothing left that could begin anything. */
    void sweep(Set<String> nonces) throws IOException {
        Set<String> left = new LinkedHashSet<>(nonces);
        left.removeAll(swept);
        if (!left.isEmpty()) {
            strays.end(left);
            swept.addAll(left);
        }
    }

    /**
     * Takes down the control groups of a container that has ended and was swept: it may be kept for long, and a host has only so many. What
     * they know is noted first. A group that can't go yet goes when the container is removed.
     */
    void letGroupsGo(Containers.Seen ended) throws IOException {
        String nonce = ended.record().nonce();
        if (!ended.record().cgroup()) {
            return;
        }
        if (cgroups.wasOutOfMemory(nonce)) {
            ended.folder().noteOutOfMemory();
        }
        try {
            // What left its group and hid its marker is still in its control group.
            killGroup(nonce);
            cgroups.remove(nonce);
        } catch (FileSystemException busy) {
            // What was killed is not quite gone.
        }
    }

    /** A container that was removed. */
    void forget(ContainerRecord record) {
        swept.remove(record.nonce());
    }

    void removeCgroups(ContainerRecord record) throws IOException {
        if (!record.cgroup()) {
            return;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                killGroup(record.nonce());
                cgroups.remove(record.nonce());
                return;
            } catch (FileSystemException e) {
                // Busy: what was killed is not quite gone.
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** The command of a container that runs; waits for it where it is just being started. */
    private Optional<ProcessId> runningCommand(String name) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Containers.Seen> seen = containers.find(name);
            if (seen.isEmpty() || seen.get().state().phase() != Phase.RUNNING) {
                return Optional.empty();
            }
            ProcessId command = seen.get().journal().command();
            if (command != null) {
                return Optional.of(command);
            }
            if (System.nanoTime() - end >= 0) {
                throw new IOException("container " + name + " is being started, and its command has not come up");
            }
            pause();
        }
    }

    private boolean hasEnded(String name) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<Containers.Seen> seen = containers.find(name);
            if (seen.isEmpty() || seen.get().state().phase() != Phase.RUNNING) {
                return true;
            }
            pause();
        }
        return false;
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
