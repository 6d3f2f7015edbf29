package io.stowage.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an {@code ECS Service Action}.
 *
 * @param eventType how serious it is
 * @param eventName what happened
 * @param clusterArn the service's cluster
 * @param capacityProviderArns the capacity providers it is about; absent reads as empty
 * @param containerInstanceArns the container instances it is about; absent reads as empty
 * @param reason what happened in words: the message of the service's event, where ECS has a code such as {@code RESOURCE:CPU}; null
 *     if there is nothing to add
 * @param createdAt when it happened
 */
public record ServiceActionDetail(
        EventType eventType,
        EventName eventName,
        String clusterArn,
        List<String> capacityProviderArns,
        List<String> containerInstanceArns,
        @Nullable String reason,
        Instant createdAt) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public ServiceActionDetail {
        Objects.requireNonNull(eventType, "ServiceActionDetail.eventType is required");
        Objects.requireNonNull(eventName, "ServiceActionDetail.eventName is required");
        Objects.requireNonNull(clusterArn, "ServiceActionDetail.clusterArn is required");
        capacityProviderArns = capacityProviderArns == null ? List.of() : List.copyOf(capacityProviderArns);
        containerInstanceArns = containerInstanceArns == null ? List.of() : List.copyOf(containerInstanceArns);
        Objects.requireNonNull(createdAt, "ServiceActionDetail.createdAt is required");
    }
}
