package io.stowage.event;

import io.stowage.model.Task;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A task changed. {@code detail.version()} tells an old event from a new one.
 *
 * @param id unique: the same event has the same id wherever and however often it is seen
 * @param time when the change was committed
 * @param detail the task after the change
 */
public record TaskStateChange(String id, Instant time, Task detail) implements EcsEvent {

    /** Checks what is required for null. */
    public TaskStateChange {
        Objects.requireNonNull(id, "TaskStateChange.id is required");
        Objects.requireNonNull(time, "TaskStateChange.time is required");
        Objects.requireNonNull(detail, "TaskStateChange.detail is required");
    }

    @Override
    public String clusterArn() {
        return detail.clusterArn();
    }

    @Override
    public List<String> resources() {
        return List.of(detail.taskArn());
    }

    @Override
    public String detailType() {
        return "ECS Task State Change";
    }
}
