package io.stowage;

import io.stowage.model.Service;
import java.util.List;
import java.util.Objects;

/**
 * What came of waiting for a service to be steady.
 *
 * @param reached whether one deployment is left, its rollout is COMPLETED, and as many tasks run as desired
 * @param service as it was last seen
 * @param reasons why it is not steady, a sentence each; empty if it is
 */
public record SteadyState(boolean reached, Service service, List<String> reasons) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public SteadyState {
        Objects.requireNonNull(service, "SteadyState.service is required");
        reasons = reasons == null ? List.of() : List.copyOf(reasons);
    }
}
