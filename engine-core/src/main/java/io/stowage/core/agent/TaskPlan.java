package io.stowage.core.agent;

import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.core.agent.spec.SpecHash;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerSpec;
import java.util.List;
import java.util.Map;

/**
 * What a task is to be: its order, worked out for each container. Never changes.
 *
 * @param order the first order of the task; later ones differ in statuses only
 * @param containers in the order of the task definition
 * @param reservedHostPorts the host ports that the task claims by number
 */
record TaskPlan(TaskOrder order, List<ContainerPlan> containers, List<Integer> reservedHostPorts) {

    TaskPlan {
        containers = List.copyOf(containers);
        reservedHostPorts = List.copyOf(reservedHostPorts);
    }

    TaskDefinition definition() {
        return order.definition();
    }

    /** What one run of a container is recognised by. */
    String specHash(ContainerPlan container, int run) {
        return run == 0 ? container.firstSpecHash() : specHash(order, container.name(), run);
    }

    static String specHash(TaskOrder order, String containerName, int run) {
        return SpecHash.of(order.definition().taskDefinitionArn(), order.overrides(), containerName, run);
    }

    /** Whether labels are those of a run of a container of this task, as it was ordered. */
    boolean owns(ContainerPlan container, Map<String, String> labels) {
        int run = ContainerLabels.run(labels);
        return run >= 0
                && order.taskId().equals(labels.get(ContainerLabels.TASK))
                && specHash(container, run).equals(labels.get(ContainerSpec.SPEC_HASH_LABEL));
    }
}
