package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the capacity for tasks comes from. Put on a cluster, it can be named in the strategies of its services and tasks.
 *
 * @param capacityProviderArn {@code <arnPrefix>:capacity-provider/<name>}
 * @param name 1 to 255 letters, digits, hyphens and underscores
 * @param status its state
 * @param updateStatus how far its latest change is; null for FARGATE and FARGATE_SPOT
 * @param updateStatusReason for people; null for nothing to say
 * @param instancePoolProvider its instances; null for FARGATE and FARGATE_SPOT, which have none of their own
 * @param tags at most 50
 */
@RecordBuilder
public record CapacityProvider(
        String capacityProviderArn,
        String name,
        CapacityProviderStatus status,
        @Nullable CapacityProviderUpdateStatus updateStatus,
        @Nullable String updateStatusReason,
        @Nullable InstancePoolProvider instancePoolProvider,
        List<Tag> tags) {

    /** Copies the list, keeping its order; checks what is required for null. */
    public CapacityProvider {
        Objects.requireNonNull(capacityProviderArn, "CapacityProvider.capacityProviderArn is required");
        Objects.requireNonNull(name, "CapacityProvider.name is required");
        Objects.requireNonNull(status, "CapacityProvider.status is required");
        tags = Copies.listOrEmpty(tags);
    }

    /** A builder with every field absent. */
    public static CapacityProviderBuilder builder() {
        return CapacityProviderBuilder.builder();
    }

    /** A builder that starts from this value. */
    public CapacityProviderBuilder toBuilder() {
        return CapacityProviderBuilder.builder(this);
    }
}
