package io.stowage;

import io.stowage.model.InstancePoolProvider;
import io.stowage.model.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: CreateCapacityProvider.
 *
 * @param name 1 to 255 letters, digits, hyphens and underscores, not beginning with {@code aws}, {@code ecs} or {@code fargate}
 * @param instancePoolProvider its instances
 * @param tags at most 50; null for none
 */
public record CreateCapacityProviderRequest(
        String name,
        InstancePoolProvider instancePoolProvider,
        @Nullable List<Tag> tags) {

    /** Copies the list, keeping its order; checks what is required for null. */
    public CreateCapacityProviderRequest {
        Objects.requireNonNull(name, "CreateCapacityProviderRequest.name is required");
        Objects.requireNonNull(instancePoolProvider, "CreateCapacityProviderRequest.instancePoolProvider is required");
        tags = tags == null ? null : List.copyOf(tags);
    }
}
