package io.stowage.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an {@code ECS Deployment State Change}.
 *
 * @param eventType how serious it is
 * @param eventName SERVICE_DEPLOYMENT_IN_PROGRESS, SERVICE_DEPLOYMENT_COMPLETED or SERVICE_DEPLOYMENT_FAILED
 * @param deploymentId {@code ecs-svc/<number>}
 * @param updatedAt when the deployment changed
 * @param reason the text of its {@code rolloutStateReason}; null if there is none
 */
public record DeploymentStateChangeDetail(
        EventType eventType,
        EventName eventName,
        String deploymentId,
        Instant updatedAt,
        @Nullable String reason) {

    /** Checks what is required for null. */
    public DeploymentStateChangeDetail {
        Objects.requireNonNull(eventType, "DeploymentStateChangeDetail.eventType is required");
        Objects.requireNonNull(eventName, "DeploymentStateChangeDetail.eventName is required");
        Objects.requireNonNull(deploymentId, "DeploymentStateChangeDetail.deploymentId is required");
        Objects.requireNonNull(updatedAt, "DeploymentStateChangeDetail.updatedAt is required");
    }
}
