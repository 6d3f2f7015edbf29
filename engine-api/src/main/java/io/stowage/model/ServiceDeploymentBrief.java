package io.stowage.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service deployment in a list.
 *
 * @param serviceDeploymentArn its ARN
 * @param serviceArn the service
 * @param clusterArn its cluster
 * @param createdAt when it was asked for
 * @param startedAt when it began
 * @param finishedAt when it succeeded, or its way back was over; null otherwise
 * @param targetServiceRevisionArn what it rolls out
 * @param status how far it has got
 * @param statusReason why; null if there is nothing to say
 */
public record ServiceDeploymentBrief(
        String serviceDeploymentArn,
        String serviceArn,
        String clusterArn,
        Instant createdAt,
        Instant startedAt,
        @Nullable Instant finishedAt,
        String targetServiceRevisionArn,
        ServiceDeploymentStatus status,
        @Nullable String statusReason) {

    /** Checks what is required for null. */
    public ServiceDeploymentBrief {
        Objects.requireNonNull(serviceDeploymentArn, "ServiceDeploymentBrief.serviceDeploymentArn is required");
        Objects.requireNonNull(serviceArn, "ServiceDeploymentBrief.serviceArn is required");
        Objects.requireNonNull(clusterArn, "ServiceDeploymentBrief.clusterArn is required");
        Objects.requireNonNull(createdAt, "ServiceDeploymentBrief.createdAt is required");
        Objects.requireNonNull(startedAt, "ServiceDeploymentBrief.startedAt is required");
        Objects.requireNonNull(targetServiceRevisionArn, "ServiceDeploymentBrief.targetServiceRevisionArn is required");
        Objects.requireNonNull(status, "ServiceDeploymentBrief.status is required");
    }
}
