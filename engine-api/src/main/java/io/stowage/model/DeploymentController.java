package io.stowage.model;

import java.util.Objects;

/**
 * Who rolls out a service's deployments.
 *
 * @param type the kind of controller
 */
public record DeploymentController(DeploymentControllerType type) {

    /** Checks what is required for null. */
    public DeploymentController {
        Objects.requireNonNull(type, "DeploymentController.type is required");
    }
}
