package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.LinuxParameters;
import io.stowage.model.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Cpu, memory, swap and ulimits.
 *
 * <p>Task-level limits hold for each container by itself: the daemon can put containers below a control group, but nobody can ask it to limit
 * that group. A task of one container is held exactly; the containers of another one can come to more together, and that is said.
 */
final class Limits {

    private static final long MIB = 1024L * 1024;
    private static final int LEAST_SHARES = 2;
    private static final int MOST_SHARES = 262_144;
    private static final long NANOS_PER_CPU = 1_000_000_000L;
    private static final int UNITS_PER_CPU = 1024;

    private final HostFacts host;
    private final Report report;

    Limits(HostFacts host, Report report) {
        this.host = host;
        this.report = report;
    }

    void apply(HostConfig config, TaskDefinition task, ContainerDefinition container) {
        Integer cpu = container.cpu();
        config.withCpuShares(cpu == null ? LEAST_SHARES : Math.max(LEAST_SHARES, Math.min(MOST_SHARES, cpu)));
        capCpu(config, task);
        memory(config, task, container);
        config.withUlimits(Texts.orEmpty(container.ulimits()).stream()
                .map(limit -> new Ulimit(limit.name().toString(), (long) limit.softLimit(), (long) limit.hardLimit()))
                .toList());
        sayThatTaskLimitsAreEachContainers(task);
    }

    private void capCpu(HostConfig config, TaskDefinition task) {
        Integer units = whole("cpu", task.cpu());
        if (units == null) {
            return;
        }
        if (!host.cpuLimit()) {
            report.ofTask().warn("cpu", units, "of the task is not held: this host's kernel can't cap cpu");
        } else if (host.cpus() == 0 || units < host.cpus() * UNITS_PER_CPU) {
            // More than the host has would be refused, and is no limit.
            config.withNanoCPUs(units * NANOS_PER_CPU / UNITS_PER_CPU);
        }
    }

    private void memory(HostConfig config, TaskDefinition task, ContainerDefinition container) {
        Integer ofTask = whole("memory", task.memory());
        Integer hard = container.memory();
        if (ofTask != null) {
            hard = hard == null ? ofTask : Integer.valueOf(Math.min(hard, ofTask));
        }
        Integer soft = container.memoryReservation();
        if (hard != null) {
            config.withMemory(hard * MIB);
        }
        if (soft != null) {
            config.withMemoryReservation((hard == null ? soft : Math.min(soft, hard)) * MIB);
        }
        LinuxParameters linux = container.linuxParameters();
        if (linux != null) {
            swap(config, hard, linux);
            Integer shared = linux.sharedMemorySize();
            if (shared != null && shared > 0) {
                config.withShmSize(shared * MIB);
            }
        }
    }

    private void swap(HostConfig config, @Nullable Integer hard, LinuxParameters linux) {
        Integer swap = linux.maxSwap();
        if (swap == null) {
            report.warnIf(
                    linux.swappiness() != null,
                    "linuxParameters.swappiness",
                    linux.swappiness(),
                    "counts only together with maxSwap: give that too, or leave it out");
            return;
        }
        if (hard == null) {
            report.warn("linuxParameters.maxSwap", swap, "has no effect without memory: give a hard limit too");
            return;
        }
        if (!host.swapLimit()) {
            report.warn("linuxParameters.maxSwap", swap, "is not held: this host's kernel can't limit swap");
            return;
        }
        config.withMemorySwap((hard + (long) swap) * MIB);
        swappiness(config, linux.swappiness());
    }

    private void swappiness(HostConfig config, @Nullable Integer swappiness) {
        if (swappiness != null && host.cgroupVersion() == 2) {
            report.warn(
                    "linuxParameters.swappiness", swappiness, "has no effect: control groups of version 2 have none");
        } else if (swappiness != null) {
            config.withMemorySwappiness(swappiness.longValue());
        }
    }

    private void sayThatTaskLimitsAreEachContainers(TaskDefinition task) {
        boolean several = task.containerDefinitions().size() > 1;
        for (String field : new String[] {"cpu", "memory"}) {
            String value = field.equals("cpu") ? task.cpu() : task.memory();
            report.ofTask()
                    .warnIf(
                            several && value != null,
                            field,
                            value,
                            "of the task is held for each container by itself: together they can come to more");
        }
    }

    private @Nullable Integer whole(String field, @Nullable String text) {
        if (Texts.isEmpty(text)) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            report.ofTask()
                    .refuse(field, text, "is no whole number: give " + (field.equals("cpu") ? "cpu units" : "MiB"));
            return null;
        }
    }
}
