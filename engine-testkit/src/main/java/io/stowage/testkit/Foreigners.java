package io.stowage.testkit;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.ContainerSpec;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.world.SimulationRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers of others, on the hosts that ours are on. */
final class Foreigners {

    private Foreigners() {}

    /**
     * One that looks like ours: its name with something added and no labels, or its labels under another name, or its labels as those of
     * another cluster.
     */
    static ContainerSpec like(SimulatedContainer ours, SimulationRandom random) {
        return switch (random.between(0, 2)) {
            case 0 -> spec(ours.name() + "-old", Map.of(), null);
            case 1 -> spec("copy-of-" + ours.name(), ours.labels(), null);
            default -> spec("other-" + ours.name(), ofAnotherCluster(ours.labels()), null);
        };
    }

    /** One that holds a host port. */
    static ContainerSpec on(PortMapping hostPort) {
        return spec("foreign-" + hostPort.hostPort(), Map.of(), hostPort);
    }

    /** One that has the name and all labels of ours, and was made from something else. */
    static ContainerSpec inPlaceOf(SimulatedContainer ours) {
        Map<String, String> labels = new LinkedHashMap<>(ours.labels());
        labels.put(ContainerSpec.SPEC_HASH_LABEL, "made-from-something-else");
        return spec(ours.name(), labels, null);
    }

    private static Map<String, String> ofAnotherCluster(Map<String, String> labels) {
        Map<String, String> changed = new LinkedHashMap<>(labels);
        changed.computeIfPresent("io.stowage.cluster", (label, cluster) -> cluster + "-2");
        return changed;
    }

    private static ContainerSpec spec(String name, Map<String, String> labels, @Nullable PortMapping port) {
        ContainerDefinition container = ContainerDefinition.builder()
                .name("foreign")
                .image("foreign")
                .portMappings(port == null ? null : List.of(port))
                .build();
        TaskDefinition definition = TaskDefinition.builder()
                .taskDefinitionArn("foreign")
                .family("foreign")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(container))
                .build();
        return new ContainerSpec(name, container, definition, Map.of(), List.of(), List.of(), labels, 0);
    }
}
