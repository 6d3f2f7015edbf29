package io.stowage.runtime.docker.policy;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.LinuxParameters;
import io.stowage.model.TaskDefinition;
import io.stowage.model.Tmpfs;
import io.stowage.model.Ulimit;
import io.stowage.model.UlimitName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a container may take of its host past what its task was placed for: memory of file systems, which counts only against a limit that
 * is there, and limits of the kernel by which it could crowd out the host.
 */
final class SizeRules {

    /** What Docker gives to any container as shared memory. */
    private static final int DEFAULT_SHARED_MEMORY = 64;

    private static final int MOST_FILES = 1_048_576;

    /** Of {@code nice}: 20 less the best priority that a process may have; above 20 is better than the host's own. */
    private static final int OWN_PRIORITY = 20;

    private final Allowances allowed;

    SizeRules(Allowances allowed) {
        this.allowed = allowed;
    }

    void check(ContainerDefinition container, TaskDefinition task, String field, Refusals refusals) {
        for (Ulimit limit : container.ulimits() == null ? List.<Ulimit>of() : container.ulimits()) {
            refusals.refuseIf(
                    crowdsOut(limit)
                            && !allowed.powers().ulimits().contains(limit.name().toString()),
                    field + ".ulimits",
                    limit.name() + "=" + limit.hardLimit(),
                    "with it a container can crowd out its host",
                    "Give a smaller one, or call allowUlimits(\"" + limit.name() + "\")");
        }
        LinuxParameters linux = container.linuxParameters();
        if (linux != null) {
            checkMemory(linux, memory(container, task), field + ".linuxParameters", refusals);
        }
    }

    private static boolean crowdsOut(Ulimit limit) {
        int hard = Math.max(limit.hardLimit(), limit.softLimit());
        boolean unlimited = Math.min(limit.hardLimit(), limit.softLimit()) < 0;
        if (limit.name() == UlimitName.RTPRIO) {
            return unlimited || hard > 0;
        }
        if (limit.name() == UlimitName.NICE) {
            return unlimited || hard > OWN_PRIORITY;
        }
        return limit.name() == UlimitName.NOFILE && (unlimited || hard > MOST_FILES);
    }

    /** In MiB, and null if there is no hard limit. */
    private static @Nullable Integer memory(ContainerDefinition container, TaskDefinition task) {
        if (container.memory() != null) {
            return container.memory();
        }
        String ofTask = task.memory();
        return ofTask != null && ofTask.matches("[0-9]{1,9}") ? Integer.valueOf(ofTask) : null;
    }

    private static void checkMemory(LinuxParameters linux, @Nullable Integer memory, String field, Refusals refusals) {
        int most = memory == null ? DEFAULT_SHARED_MEMORY : Math.max(memory, DEFAULT_SHARED_MEMORY);
        Integer shared = linux.sharedMemorySize();
        refuseIfMore(shared == null ? 0 : shared, most, field + ".sharedMemorySize", refusals);
        for (Tmpfs tmpfs : linux.tmpfs() == null ? List.<Tmpfs>of() : linux.tmpfs()) {
            refuseIfMore(tmpfs.size(), most, field + ".tmpfs[].size", refusals);
        }
    }

    private static void refuseIfMore(int size, int most, String field, Refusals refusals) {
        refusals.refuseIf(
                size > most,
                field,
                size,
                "it is more than the " + most + " MiB that count against a limit of this container",
                "Give the container or its task a memory of at least that");
    }
}
