package io.stowage.model;

import java.util.List;
import java.util.Objects;

/**
 * The health of a container instance.
 *
 * @param overallStatus the worst of all checks
 * @param details each check's last outcome
 */
public record ContainerInstanceHealthStatus(
        InstanceHealthCheckState overallStatus, List<InstanceHealthCheckResult> details) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public ContainerInstanceHealthStatus {
        Objects.requireNonNull(overallStatus, "ContainerInstanceHealthStatus.overallStatus is required");
        details = Copies.listOrEmpty(details);
    }
}
