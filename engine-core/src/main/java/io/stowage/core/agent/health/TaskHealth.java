package io.stowage.core.agent.health;

import io.stowage.model.HealthStatus;

/**
 * The health of a task: over its essential containers that have a health check, UNHEALTHY if one is, else UNKNOWN if one is, else
 * HEALTHY. A task without such a container is UNKNOWN.
 *
 * <p>A container without a health check is left out, for "no check" is not "not yet checked".
 */
public final class TaskHealth {

    private boolean any;
    private boolean unhealthy;
    private boolean unknown;

    /** Counts an essential container that has a health check. */
    public void add(HealthStatus status) {
        any = true;
        unhealthy |= status == HealthStatus.UNHEALTHY;
        unknown |= status == HealthStatus.UNKNOWN;
    }

    /** The health of the containers that were counted. */
    public HealthStatus status() {
        if (unhealthy) {
            return HealthStatus.UNHEALTHY;
        }
        return any && !unknown ? HealthStatus.HEALTHY : HealthStatus.UNKNOWN;
    }
}
