package io.stowage;

import io.stowage.model.ServiceDeploymentStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListServiceDeployments.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param service the service, by name or ARN
 * @param status those that are asked for; empty or null means all
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
public record ListServiceDeploymentsRequest(
        @Nullable String cluster,
        String service,
        @Nullable List<ServiceDeploymentStatus> status,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {

    /** Copies the list; checks what is required for null. */
    public ListServiceDeploymentsRequest {
        Objects.requireNonNull(service, "ListServiceDeploymentsRequest.service is required");
        status = status == null ? null : List.copyOf(status);
    }
}
