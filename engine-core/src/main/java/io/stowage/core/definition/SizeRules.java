package io.stowage.core.definition;

import io.stowage.model.ContainerDefinition;
import java.util.List;

/** CPU and memory of containers, and how they fit into the size of the task. */
final class SizeRules {

    private static final int LEAST_MEMORY = 6;
    private static final int MOST_CPU = 262_144;

    private SizeRules() {}

    static void check(Findings findings, List<ContainerDefinition> containers, TaskSize size, boolean taskMemoryGiven) {
        Lists.each("containerDefinitions", containers, (field, container) -> {
            container(findings, field, container);
            if (!taskMemoryGiven && container.memory() == null && container.memoryReservation() == null) {
                findings.error(
                        field + ".memory",
                        "neither the container nor the task has a memory size; give memory or memoryReservation here, or"
                                + " memory for the task.");
            }
            if (size.memory() != null && container.memory() != null && container.memory() > size.memory()) {
                findings.error(
                        field + ".memory",
                        container.memory() + " MiB is more than the task's memory of " + size.memory()
                                + " MiB; lower it, or raise the task's.");
            }
        });
        sums(findings, containers, size);
    }

    private static void container(Findings findings, String field, ContainerDefinition container) {
        findings.range(field + ".cpu", container.cpu(), 0, MOST_CPU);
        findings.range(field + ".memory", container.memory(), LEAST_MEMORY, Integer.MAX_VALUE);
        findings.range(field + ".memoryReservation", container.memoryReservation(), LEAST_MEMORY, Integer.MAX_VALUE);
        Integer hard = container.memory();
        Integer soft = container.memoryReservation();
        if (hard != null && soft != null && hard <= soft) {
            findings.error(
                    field + ".memory",
                    hard + " MiB must be greater than memoryReservation, which is " + soft
                            + " MiB; raise memory, or leave one of them out.");
        }
    }

    private static void sums(Findings findings, List<ContainerDefinition> containers, TaskSize size) {
        long cpu =
                containers.stream().mapToLong(ContainerDefinition::reservedCpu).sum();
        long memory = containers.stream()
                .mapToLong(ContainerDefinition::reservedMemory)
                .sum();
        if (size.cpu() != null && cpu > size.cpu()) {
            findings.error(
                    "cpu",
                    "the containers reserve " + cpu + " CPU units, more than the task's " + size.cpu()
                            + "; raise the task's cpu, or lower the containers'.");
        }
        if (size.memory() != null && memory > size.memory()) {
            findings.error(
                    "memory",
                    "the containers reserve " + memory + " MiB, more than the task's " + size.memory()
                            + "; raise the task's memory, or lower the containers'.");
        }
    }
}
