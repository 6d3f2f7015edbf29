package io.stowage.event;

import io.stowage.model.ContainerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A container instance changed: its state, its connection, its attributes or all that it has. ECS tells one for each task that starts or
 * stops there too; here the {@link TaskStateChange} is what tells of that.
 *
 * @param id unique: the same event has the same id wherever and however often it is seen
 * @param time when the change was committed
 * @param clusterArn its cluster
 * @param detail the container instance after the change
 */
public record ContainerInstanceStateChange(String id, Instant time, String clusterArn, ContainerInstance detail)
        implements EcsEvent {

    /** Checks what is required for null. */
    public ContainerInstanceStateChange {
        Objects.requireNonNull(id, "ContainerInstanceStateChange.id is required");
        Objects.requireNonNull(time, "ContainerInstanceStateChange.time is required");
        Objects.requireNonNull(clusterArn, "ContainerInstanceStateChange.clusterArn is required");
        Objects.requireNonNull(detail, "ContainerInstanceStateChange.detail is required");
    }

    @Override
    public List<String> resources() {
        return List.of(detail.containerInstanceArn());
    }

    @Override
    public String detailType() {
        return "ECS Container Instance State Change";
    }
}
