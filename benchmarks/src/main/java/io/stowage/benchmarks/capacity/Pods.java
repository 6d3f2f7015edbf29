package io.stowage.benchmarks.capacity;

import io.stowage.benchmarks.placement.Trace;
import io.stowage.core.placement.Demand;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks as large as the pods of a real cluster, those of one size together. What a pod takes of GPUs is left out: no capacity provider says how many
 * a machine has.
 *
 * @param counts how many there are of each size, in the order in which sizes came first
 */
record Pods(Map<Size, Integer> counts) {

    /** What a container has to have at least. */
    private static final int LEAST_MEMORY = 6;

    /**
     * What a task takes.
     *
     * @param cpu CPU units, of which a core has a thousand here
     * @param memory MiB
     */
    record Size(int cpu, int memory) {

        String family() {
            return "pod-" + cpu + "-" + memory;
        }

        List<ContainerDefinition> containers() {
            return List.of(ContainerDefinition.builder()
                    .name("main")
                    .image("pod")
                    .cpu(cpu)
                    .memory(memory)
                    .build());
        }

        TaskDefinition definition(String arnPrefix) {
            return TaskDefinition.builder()
                    .taskDefinitionArn(arnPrefix + ":task-definition/" + family() + ":1")
                    .family(family())
                    .revision(1)
                    .status(TaskDefinitionStatus.ACTIVE)
                    .containerDefinitions(containers())
                    .build();
        }
    }

    /** The pods of a trace in pieces of so many, in the order in which they came; what is left in the end is left out. */
    static List<Pods> windows(Trace trace, int size) {
        List<Pods> windows = new ArrayList<>();
        for (int from = 0; from + size <= trace.pods().size(); from += size) {
            windows.add(of(trace.pods().subList(from, from + size)));
        }
        return windows;
    }

    private static Pods of(List<Demand> pods) {
        Map<Size, Integer> counts = new LinkedHashMap<>();
        for (Demand pod : pods) {
            counts.merge(new Size(pod.cpu(), Math.max(LEAST_MEMORY, pod.memory())), 1, Integer::sum);
        }
        return new Pods(counts);
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
