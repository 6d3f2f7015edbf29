package io.stowage.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A service did something, or could not. {@link #detail()} says what.
 *
 * @param id unique: the same event has the same id wherever and however often it is seen
 * @param time when the change was committed
 * @param serviceArn the service
 * @param detail what happened
 */
public record ServiceAction(String id, Instant time, String serviceArn, ServiceActionDetail detail)
        implements EcsEvent {

    /** Checks what is required for null. */
    public ServiceAction {
        Objects.requireNonNull(id, "ServiceAction.id is required");
        Objects.requireNonNull(time, "ServiceAction.time is required");
        Objects.requireNonNull(serviceArn, "ServiceAction.serviceArn is required");
        Objects.requireNonNull(detail, "ServiceAction.detail is required");
    }

    @Override
    public String clusterArn() {
        return detail.clusterArn();
    }

    @Override
    public List<String> resources() {
        return List.of(serviceArn);
    }

    @Override
    public String detailType() {
        return "ECS Service Action";
    }
}
