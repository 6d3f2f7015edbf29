package io.stowage.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment of a service rolls out: a snapshot that never changes, but that images are added to it as its first tasks report them.
 *
 * @param serviceRevisionArn {@code <arnPrefix>:service-revision/<cluster>/<service>/<number>}
 * @param serviceArn the service
 * @param clusterArn its cluster
 * @param taskDefinition the ARN of the revision that its tasks run
 * @param launchType null with a capacity provider strategy
 * @param capacityProviderStrategy empty with a launch type
 * @param createdAt when it was made
 * @param containerImages the images of the containers that are pinned, in the order in which they were; absent means none
 */
public record ServiceRevision(
        String serviceRevisionArn,
        String serviceArn,
        String clusterArn,
        String taskDefinition,
        @Nullable LaunchType launchType,
        List<CapacityProviderStrategyItem> capacityProviderStrategy,
        Instant createdAt,
        List<ContainerImage> containerImages) {

    /** Copies the lists; checks what is required for null. */
    public ServiceRevision {
        Objects.requireNonNull(serviceRevisionArn, "ServiceRevision.serviceRevisionArn is required");
        Objects.requireNonNull(serviceArn, "ServiceRevision.serviceArn is required");
        Objects.requireNonNull(clusterArn, "ServiceRevision.clusterArn is required");
        Objects.requireNonNull(taskDefinition, "ServiceRevision.taskDefinition is required");
        Objects.requireNonNull(createdAt, "ServiceRevision.createdAt is required");
        capacityProviderStrategy = Copies.listOrEmpty(capacityProviderStrategy);
        containerImages = Copies.listOrEmpty(containerImages);
    }
}
