package io.stowage.core.agent;

import io.stowage.core.agent.health.TaskHealth;
import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.HealthStatus;
import io.stowage.spi.ContainerState;
import io.stowage.spi.PulledImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what is known of a task, in ECS's words. */
final class TaskReports {

    private static final int LONGEST_REASON = 1024;

    private TaskReports() {}

    static TaskReport of(KnownTask task, long sequence) {
        List<Container> containers = new ArrayList<>(task.containers().size());
        for (KnownContainer container : task.containers()) {
            containers.add(container(container, task));
        }
        return new TaskReport(
                task.taskId(),
                sequence,
                task.status(),
                health(task),
                containers,
                task.stopCode(),
                task.stoppedReason(),
                task.pullStartedAt(),
                task.pullStoppedAt(),
                task.executionStoppedAt());
    }

    private static HealthStatus health(KnownTask task) {
        TaskHealth health = new TaskHealth();
        for (KnownContainer container : task.containers()) {
            if (container.plan().essential() && container.plan().hasHealthCheck()) {
                health.add(container.run().probe().status());
            }
        }
        return health.status();
    }

    private static Container container(KnownContainer container, KnownTask task) {
        ContainerDefinition definition = container.plan().definition();
        ContainerState seen = container.run().seen();
        PulledImage image = container.image();
        Exit exit = container.over() ? container.exit() : null;
        return Container.builder()
                .containerArn(container.plan().containerArn())
                .taskArn(task.plan().order().taskArn())
                .name(definition.name())
                .image(definition.image())
                .imageDigest(image == null ? null : image.digest())
                .runtimeId(seen == null ? null : seen.runtimeId())
                .lastStatus(container.status())
                .exitCode(exit == null ? null : exit.exitCode())
                .reason(shortened(container.failure() != null || exit == null ? container.failure() : exit.reason()))
                .networkBindings(seen == null ? List.of() : seen.networkBindings())
                .healthStatus(container.run().probe().status())
                .cpu(text(definition.cpu()))
                .memory(text(definition.memory()))
                .memoryReservation(text(definition.memoryReservation()))
                .restartCount(container.run().number())
                .build();
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private static @Nullable String shortened(@Nullable String reason) {
        return reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
