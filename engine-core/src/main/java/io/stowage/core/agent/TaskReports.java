package io.stowage.core.agent;

import io.stowage.core.agent.health.TaskHealth;
import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.HealthStatus;
import io.stowage.spi.ContainerState;
import io.stowage.spi.PulledImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /** Whether a report already says of the task what is known of it now. Asked after all that happens to a task: makes nothing. */
    static boolean isTold(KnownTask task, TaskReport told) {
        return task.status() == told.lastStatus()
                && task.stopCode() == told.stopCode()
                && health(task) == told.healthStatus()
                && Objects.equals(task.stoppedReason(), told.stoppedReason())
                && Objects.equals(task.pullStartedAt(), told.pullStartedAt())
                && Objects.equals(task.pullStoppedAt(), told.pullStoppedAt())
                && Objects.equals(task.executionStoppedAt(), told.executionStoppedAt())
                && areTold(task.containers(), told.containers());
    }

    private static boolean areTold(List<KnownContainer> containers, List<Container> told) {
        for (int i = 0; i < containers.size(); i++) {
            if (!isTold(containers.get(i), told.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What is not compared here follows from the task's definition, which never changes. */
    private static boolean isTold(KnownContainer container, Container told) {
        Exit exit = exit(container);
        return container.status() == told.lastStatus()
                && container.runOnTheWay() == told.restartCount()
                && container.run().probe().status() == told.healthStatus()
                && Objects.equals(ready(container), told.ready())
                && Objects.equals(container.runtimeIdOnTheWay(), told.runtimeId())
                && container.bindingsOnTheWay().equals(told.networkBindings())
                && Objects.equals(exitCode(exit), told.exitCode())
                && Objects.equals(reason(container, exit), told.reason())
                && Objects.equals(digest(container), told.imageDigest());
    }

    /** What is not ready is not HEALTHY, and never UNHEALTHY for that: so it counts for nothing, and nobody replaces it. */
    static HealthStatus health(KnownTask task) {
        TaskHealth health = new TaskHealth();
        for (KnownContainer container : task.containers()) {
            if (container.plan().countsForHealth()) {
                health.add(container.run().probe().status());
            }
            if (container.plan().countsForReadiness()) {
                health.add(container.run().isReady() ? HealthStatus.HEALTHY : HealthStatus.UNKNOWN);
            }
        }
        return health.status();
    }

    private static Container container(KnownContainer container, KnownTask task) {
        ContainerDefinition definition = container.plan().definition();
        Exit exit = exit(container);
        return Container.builder()
                .containerArn(container.plan().containerArn())
                .taskArn(task.plan().order().taskArn())
                .name(definition.name())
                .image(definition.image())
                .imageDigest(digest(container))
                .runtimeId(container.runtimeIdOnTheWay())
                .lastStatus(container.status())
                .exitCode(exitCode(exit))
                .reason(reason(container, exit))
                .networkBindings(container.bindingsOnTheWay())
                .healthStatus(container.run().probe().status())
                .ready(ready(container))
                .cpu(text(definition.cpu()))
                .memory(text(definition.memory()))
                .memoryReservation(text(definition.memoryReservation()))
                .restartCount(container.runOnTheWay())
                .build();
    }

    /** Null where nothing says so. */
    private static @Nullable Boolean ready(KnownContainer container) {
        return container.plan().definition().readinessCheck() == null
                ? null
                : container.run().isReady();
    }

    private static @Nullable Exit exit(KnownContainer container) {
        return container.over() ? container.exit() : null;
    }

    private static @Nullable Integer exitCode(@Nullable Exit exit) {
        return exit == null ? null : exit.exitCode();
    }

    private static @Nullable String reason(KnownContainer container, @Nullable Exit exit) {
        return shortened(container.failure() != null || exit == null ? container.failure() : exit.reason());
    }

    /** Of the image that the container was made of: between its pull and its creation another task may have pulled what the tag means by then. */
    private static @Nullable String digest(KnownContainer container) {
        ContainerState seen = container.seenOnTheWay();
        if (seen != null && seen.imageDigest() != null) {
            return seen.imageDigest();
        }
        PulledImage image = container.image();
        return image == null ? null : image.digest();
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }

    private static @Nullable String shortened(@Nullable String reason) {
        return reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
