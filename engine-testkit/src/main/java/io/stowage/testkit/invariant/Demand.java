package io.stowage.testkit.invariant;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TransportProtocol;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a task takes from its container instance. Worked out from the definition by itself, not with the engine's own sums: the oracle
 * must not make the engine's mistakes.
 *
 * @param ports fixed host ports, as {@code protocol/port}
 */
record Demand(int cpu, int memory, List<String> ports) {

    static Demand of(Task task, TaskDefinition definition) {
        int cpu = 0;
        int memory = 0;
        Set<String> ports = new TreeSet<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            cpu += orZero(container.cpu());
            memory +=
                    orZero(container.memoryReservation() != null ? container.memoryReservation() : container.memory());
            addPorts(container, definition.networkMode(), ports);
        }
        return new Demand(
                task.cpu() != null ? Integer.parseInt(task.cpu()) : cpu,
                task.memory() != null ? Integer.parseInt(task.memory()) : memory,
                List.copyOf(ports));
    }

    private static void addPorts(ContainerDefinition container, @Nullable NetworkMode mode, Set<String> ports) {
        List<PortMapping> mappings = container.portMappings();
        if (mappings == null || mode == NetworkMode.AWSVPC || mode == NetworkMode.NONE) {
            return;
        }
        for (PortMapping mapping : mappings) {
            Integer port = mode == NetworkMode.HOST ? mapping.containerPort() : mapping.hostPort();
            if (port != null && port > 0) {
                TransportProtocol protocol = mapping.protocol() == null ? TransportProtocol.TCP : mapping.protocol();
                ports.add(protocol + "/" + port);
            }
        }
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
