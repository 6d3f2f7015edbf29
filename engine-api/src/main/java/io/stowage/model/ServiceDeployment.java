package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of what a service runs, from its beginning to its end, the way back included.
 *
 * @param serviceDeploymentArn {@code <arnPrefix>:service-deployment/<cluster>/<service>/<number>}; the number is that of the
 *     deployment {@code ecs-svc/<number>}
 * @param serviceArn the service
 * @param clusterArn its cluster
 * @param createdAt when it was asked for
 * @param startedAt when it began
 * @param finishedAt when it succeeded, or its way back was over; null otherwise
 * @param stoppedAt when it was STOPPED; null if it wasn't
 * @param updatedAt when its status changed last
 * @param sourceServiceRevisions what the service ran when it began
 * @param targetServiceRevision what it rolls out
 * @param status how far it has got
 * @param statusReason why; null if there is nothing to say
 * @param deploymentConfiguration how it is rolled out: that of the service as long as it is under way
 * @param rollback the way back; null if there is none
 * @param deploymentCircuitBreaker what its circuit breaker does
 * @param alarms what its alarms do; null if it has none
 */
@RecordBuilder
public record ServiceDeployment(
        String serviceDeploymentArn,
        String serviceArn,
        String clusterArn,
        Instant createdAt,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant stoppedAt,
        Instant updatedAt,
        List<ServiceRevisionSummary> sourceServiceRevisions,
        ServiceRevisionSummary targetServiceRevision,
        ServiceDeploymentStatus status,
        @Nullable String statusReason,
        DeploymentConfiguration deploymentConfiguration,
        @Nullable Rollback rollback,
        ServiceDeploymentCircuitBreaker deploymentCircuitBreaker,
        @Nullable ServiceDeploymentAlarms alarms) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public ServiceDeployment {
        Objects.requireNonNull(serviceDeploymentArn, "ServiceDeployment.serviceDeploymentArn is required");
        Objects.requireNonNull(serviceArn, "ServiceDeployment.serviceArn is required");
        Objects.requireNonNull(clusterArn, "ServiceDeployment.clusterArn is required");
        Objects.requireNonNull(createdAt, "ServiceDeployment.createdAt is required");
        Objects.requireNonNull(startedAt, "ServiceDeployment.startedAt is required");
        Objects.requireNonNull(updatedAt, "ServiceDeployment.updatedAt is required");
        sourceServiceRevisions = Copies.listOrEmpty(sourceServiceRevisions);
        Objects.requireNonNull(targetServiceRevision, "ServiceDeployment.targetServiceRevision is required");
        Objects.requireNonNull(status, "ServiceDeployment.status is required");
        Objects.requireNonNull(deploymentConfiguration, "ServiceDeployment.deploymentConfiguration is required");
        Objects.requireNonNull(deploymentCircuitBreaker, "ServiceDeployment.deploymentCircuitBreaker is required");
    }

    /** A builder with every field absent. */
    public static ServiceDeploymentBuilder builder() {
        return ServiceDeploymentBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ServiceDeploymentBuilder toBuilder() {
        return ServiceDeploymentBuilder.builder(this);
    }
}
