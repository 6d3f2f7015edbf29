package io.stowage.runtime.process;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a container, and what follows from it.
 *
 * <p>The journal's word on the exit comes first. Without it, a container runs as long as its command is alive, or its supervisor is and can
 * still write the exit down. If neither is, it has ended, and how is not guessed.
 *
 * @param sameBoot whether the host is still in the boot in which the container was created
 * @param claimedAt when the only run was claimed; null if it was not
 * @param journalledAt when the journal was last written; null if it was not
 * @param command what the kernel says of the command; null if it is gone or never was
 * @param supervisors what the kernel says of those who may supervise it
 * @param outOfMemory whether the kernel killed one of its processes at the memory limit
 */
record Facts(
        ContainerRecord record,
        Journal journal,
        boolean sameBoot,
        @Nullable Instant claimedAt,
        @Nullable Instant journalledAt,
        ProcessId.@Nullable Stat command,
        List<ProcessId.Stat> supervisors,
        boolean outOfMemory) {

    static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";

    ContainerState state() {
        Integer exitStatus = journal.exitStatus();
        if (exitStatus != null) {
            return exited(exitStatus, outOfMemory ? OUT_OF_MEMORY : null, journalledAt);
        }
        if (!sameBoot) {
            return exited(null, "The host was restarted; how the command ended is unknown", null);
        }
        if (claimedAt == null) {
            return state(Phase.CREATED, null, null, null);
        }
        if (command != null && command.isAlive()) {
            return state(Phase.RUNNING, null, null, null);
        }
        if (journal.command() == null && journal.failure() != null) {
            return exited(null, "CannotStartContainerError: " + journal.failure(), journalledAt);
        }
        if (supervisors.stream().anyMatch(s -> s.isAlive() && !s.isStopped())) {
            return state(Phase.RUNNING, null, null, null);
        }
        return endedWithoutRecord();
    }

    private ContainerState endedWithoutRecord() {
        if (journal.command() == null) {
            return exited(null, "CannotStartContainerError: the launcher ended before the command ran", null);
        }
        Optional<Integer> status = zombieStatus();
        return status.isPresent()
                ? exited(status.get(), outOfMemory ? OUT_OF_MEMORY : null, null)
                : exited(null, "The exit code is unknown: the launcher ended before it could record it", null);
    }

    /** A process that has ended and that nobody has waited for still has its status. */
    private Optional<Integer> zombieStatus() {
        if (command == null || command.waitStatus() < 0) {
            return Optional.empty();
        }
        int status = command.waitStatus();
        int signal = status & 0x7f;
        return Optional.of(signal == 0 ? (status >> 8) & 0xff : 128 + signal);
    }

    private ContainerState exited(@Nullable Integer exitCode, @Nullable String reason, @Nullable Instant finishedAt) {
        return state(Phase.EXITED, exitCode, reason, finishedAt);
    }

    private ContainerState state(
            Phase phase, @Nullable Integer exitCode, @Nullable String reason, @Nullable Instant finishedAt) {
        ProcessId process = journal.command();
        return new ContainerState(
                record.name(),
                record.labels(),
                process == null ? null : Long.toString(process.pid()),
                phase,
                exitCode,
                reason,
                phase == Phase.CREATED ? null : claimedAt,
                finishedAt,
                record.bindings(),
                null);
    }
}
