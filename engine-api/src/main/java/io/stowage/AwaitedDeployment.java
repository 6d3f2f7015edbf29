package io.stowage;

import io.stowage.model.ServiceDeployment;
import java.util.List;
import java.util.Objects;

/**
 * What came of waiting for a deployment to be over.
 *
 * @param result how it ended; IN_PROGRESS if it had not by the deadline
 * @param deployment as it was last seen
 * @param reasons why it is not COMPLETED, a sentence each, those of its tasks that failed last among them; empty if it is
 */
public record AwaitedDeployment(DeploymentResult result, ServiceDeployment deployment, List<String> reasons) {

    /** Copies the list, keeping its order; checks what is required for null. */
    public AwaitedDeployment {
        Objects.requireNonNull(result, "AwaitedDeployment.result is required");
        Objects.requireNonNull(deployment, "AwaitedDeployment.deployment is required");
        reasons = reasons == null ? List.of() : List.copyOf(reasons);
    }
}
