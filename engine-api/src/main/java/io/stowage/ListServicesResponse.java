package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of services.
 *
 * @param serviceArns those that are ACTIVE, in a stable order
 * @param nextToken for the next page; null if this is the last one
 */
public record ListServicesResponse(
        List<String> serviceArns, @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListServicesResponse {
        serviceArns = serviceArns == null ? List.of() : List.copyOf(serviceArns);
    }
}
