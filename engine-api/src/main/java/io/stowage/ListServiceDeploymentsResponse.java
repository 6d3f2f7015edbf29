package io.stowage;

import io.stowage.model.ServiceDeploymentBrief;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the deployments of a service.
 *
 * @param serviceDeployments the newest first
 * @param nextToken for the next page; null if this is the last one
 */
public record ListServiceDeploymentsResponse(
        List<ServiceDeploymentBrief> serviceDeployments,
        @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListServiceDeploymentsResponse {
        serviceDeployments = serviceDeployments == null ? List.of() : List.copyOf(serviceDeployments);
    }
}
