package io.stowage;

import io.stowage.model.TargetType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListAttributes.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param targetType the kind of resource
 * @param attributeName null for all
 * @param attributeValue only together with a name; null for all
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
public record ListAttributesRequest(
        @Nullable String cluster,
        TargetType targetType,
        @Nullable String attributeName,
        @Nullable String attributeValue,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {

    /** Checks what is required for null. */
    public ListAttributesRequest {
        Objects.requireNonNull(targetType, "ListAttributesRequest.targetType is required");
    }
}
