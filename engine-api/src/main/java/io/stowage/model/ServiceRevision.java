package io.stowage.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment of a service rolls out: a snapshot that never changes.
 *
 * @param serviceRevisionArn {@code <arnPrefix>:service-revision/<cluster>/<service>/<number>}
 * @param serviceArn the service
 * @param clusterArn its cluster
 * @param taskDefinition the ARN of the revision that its tasks run
 * @param launchType null with a capacity provider strategy
 * @param createdAt when it was made
 */
public record ServiceRevision(
        String serviceRevisionArn,
        String serviceArn,
        String clusterArn,
        String taskDefinition,
        @Nullable LaunchType launchType,
        Instant createdAt) {

    /** Checks what is required for null. */
    public ServiceRevision {
        Objects.requireNonNull(serviceRevisionArn, "ServiceRevision.serviceRevisionArn is required");
        Objects.requireNonNull(serviceArn, "ServiceRevision.serviceArn is required");
        Objects.requireNonNull(clusterArn, "ServiceRevision.clusterArn is required");
        Objects.requireNonNull(taskDefinition, "ServiceRevision.taskDefinition is required");
        Objects.requireNonNull(createdAt, "ServiceRevision.createdAt is required");
    }
}
