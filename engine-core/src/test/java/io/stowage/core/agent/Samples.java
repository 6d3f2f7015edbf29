package io.stowage.core.agent;

import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.model.ContainerDependency;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Orders and definitions for tests. */
final class Samples {

    static final String TASK_ID = "0123456789abcdef0123456789abcdef";

    /** What is committed of a container that runs. */
    static final NetworkBinding BINDING = NetworkBinding.port("127.0.0.1", 80, 32_768, TransportProtocol.TCP);

    private Samples() {}

    static ContainerDefinitionBuilder container(String name) {
        return ContainerDefinition.builder().name(name).image(name + ":1");
    }

    static ContainerDefinitionBuilder sidecar(String name) {
        return container(name).essential(false);
    }

    static List<ContainerDependency> on(String name, ContainerCondition condition) {
        return List.of(new ContainerDependency(name, condition));
    }

    static ContainerRestartPolicy restarting(int... ignoredExitCodes) {
        List<Integer> ignored = Arrays.stream(ignoredExitCodes).boxed().toList();
        return new ContainerRestartPolicy(true, ignored, 60);
    }

    static TaskDefinition definition(ContainerDefinitionBuilder... containers) {
        return TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/web:1")
                .family("web")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(Arrays.stream(containers)
                        .map(ContainerDefinitionBuilder::build)
                        .toList())
                .build();
    }

    static TaskOrder order(ContainerDefinitionBuilder... containers) {
        return order(TASK_ID, definition(containers));
    }

    static TaskOrder order(String taskId, TaskDefinition definition) {
        return new TaskOrder(
                taskId,
                "arn:aws:ecs:local:000000000000:task/default/" + taskId,
                "default",
                definition,
                null,
                DesiredStatus.RUNNING,
                TaskStatus.PENDING,
                HealthStatus.UNKNOWN,
                Map.of(),
                Map.of(),
                List.of(),
                7);
    }

    static TaskOrder stopped(TaskOrder order) {
        return change(order, DesiredStatus.STOPPED, order.lastStatus(), order.lastHealth());
    }

    static TaskOrder committed(TaskOrder order, TaskStatus lastStatus, HealthStatus lastHealth) {
        return change(order, order.desiredStatus(), lastStatus, lastHealth);
    }

    /** As committed while a container was on its way to another run. */
    static TaskOrder restarting(TaskOrder order, String container, int nextRun) {
        return with(order, TaskStatus.RUNNING, Map.of(container, nextRun), Map.of(), List.of());
    }

    /** As committed while a container was in some run. */
    static TaskOrder inRun(TaskOrder order, TaskStatus lastStatus, String container, int run) {
        TaskOrder.Run known = new TaskOrder.Run(run, "id-" + host(container) + "-" + run, List.of(BINDING));
        return with(order, lastStatus, Map.of(), Map.of(container, known), List.of());
    }

    /** As committed of a task that runs on without a container that has ended for good. */
    static TaskOrder without(TaskOrder order, String container) {
        return with(order, TaskStatus.RUNNING, Map.of(), Map.of(), List.of(container));
    }

    private static TaskOrder with(
            TaskOrder order,
            TaskStatus lastStatus,
            Map<String, Integer> nextRuns,
            Map<String, TaskOrder.Run> runs,
            List<String> stopped) {
        return new TaskOrder(
                order.taskId(),
                order.taskArn(),
                order.clusterName(),
                order.definition(),
                order.overrides(),
                order.desiredStatus(),
                lastStatus,
                order.lastHealth(),
                nextRuns,
                runs,
                stopped,
                order.commit());
    }

    private static TaskOrder change(
            TaskOrder order, DesiredStatus desiredStatus, TaskStatus lastStatus, HealthStatus lastHealth) {
        return new TaskOrder(
                order.taskId(),
                order.taskArn(),
                order.clusterName(),
                order.definition(),
                order.overrides(),
                desiredStatus,
                lastStatus,
                lastHealth,
                order.nextRuns(),
                order.runs(),
                order.stopped(),
                order.commit());
    }

    static String host(String container) {
        return "stowage-default-" + TASK_ID + "-" + container;
    }
}
