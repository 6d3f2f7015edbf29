package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container of a task.
 *
 * @param containerArn {@code <arnPrefix>:container/<cluster>/<task id>/<name>}
 * @param taskArn its task
 * @param name as in the task definition
 * @param image the image asked for: as the task definition names it, or by its digest, where the service revision has pinned that before the
 *     task was created
 * @param imageDigest the digest that was pulled; null until then, or if the runtime knows none
 * @param runtimeId the runtime's id of it; null until it was created
 * @param lastStatus the last known status
 * @param exitCode null until it exited, and if it never ran
 * @param reason why it is in trouble or stopped, at most 1024 characters; null if there is nothing to say
 * @param networkBindings its ports on the host
 * @param healthStatus by its health check alone; absent means UNKNOWN
 * @param ready whether its readiness check says that it may take traffic; null if it has none, and until its agent has said something. Not ECS's
 * @param cpu in CPU units
 * @param memory the hard limit, in MiB
 * @param memoryReservation the soft limit, in MiB
 * @param restartCount how often its agent restarted it in place; not ECS's
 */
@RecordBuilder
public record Container(
        String containerArn,
        String taskArn,
        String name,
        String image,
        @Nullable String imageDigest,
        @Nullable String runtimeId,
        ContainerStatus lastStatus,
        @Nullable Integer exitCode,
        @Nullable String reason,
        List<NetworkBinding> networkBindings,
        HealthStatus healthStatus,
        @Nullable Boolean ready,
        @Nullable String cpu,
        @Nullable String memory,
        @Nullable String memoryReservation,
        int restartCount) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Container {
        Objects.requireNonNull(containerArn, "Container.containerArn is required");
        Objects.requireNonNull(taskArn, "Container.taskArn is required");
        Objects.requireNonNull(name, "Container.name is required");
        Objects.requireNonNull(image, "Container.image is required");
        Objects.requireNonNull(lastStatus, "Container.lastStatus is required");
        networkBindings = Copies.listOrEmpty(networkBindings);
        healthStatus = healthStatus == null ? HealthStatus.UNKNOWN : healthStatus;
    }

    /** A builder with every field absent. */
    public static ContainerBuilder builder() {
        return ContainerBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ContainerBuilder toBuilder() {
        return ContainerBuilder.builder(this);
    }
}
