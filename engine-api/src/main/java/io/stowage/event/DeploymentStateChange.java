package io.stowage.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A deployment of a service changed its rollout state.
 *
 * @param id unique: the same event has the same id wherever and however often it is seen
 * @param time when the change was committed
 * @param clusterArn its cluster
 * @param serviceArn the service
 * @param detail what changed
 */
public record DeploymentStateChange(
        String id, Instant time, String clusterArn, String serviceArn, DeploymentStateChangeDetail detail)
        implements EcsEvent {

    /** Checks what is required for null. */
    public DeploymentStateChange {
        Objects.requireNonNull(id, "DeploymentStateChange.id is required");
        Objects.requireNonNull(time, "DeploymentStateChange.time is required");
        Objects.requireNonNull(clusterArn, "DeploymentStateChange.clusterArn is required");
        Objects.requireNonNull(serviceArn, "DeploymentStateChange.serviceArn is required");
        Objects.requireNonNull(detail, "DeploymentStateChange.detail is required");
    }

    @Override
    public List<String> resources() {
        return List.of(serviceArn);
    }

    @Override
    public String detailType() {
        return "ECS Deployment State Change";
    }
}
