package io.stowage.core.agent.health;

import io.stowage.model.HealthStatus;

/**
 * The health of a task: over the checks of its essential containers, UNHEALTHY if one is, else UNKNOWN if one is, else HEALTHY. A task
 * without such a check is UNKNOWN.
 *
 * <p>A container without a health check is left out, for "no check" is not "not yet checked".
 */
public final class TaskHealth {

    private boolean any;
    private boolean unhealthy;
    private boolean unknown;

    /** Counts a check of an essential container. */
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
