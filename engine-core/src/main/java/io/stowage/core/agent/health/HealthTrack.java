package io.stowage.core.agent.health;

import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import java.time.Duration;

/**
 * What the checks of one run of a container have told so far.
 *
 * <p>One success makes it HEALTHY and ends the start period; {@code retries} failures in a row make it UNHEALTHY. A failure of a
 * check that began within the start period doesn't count. A check without a result changes nothing: there is no method for it.
 *
 * @param status what is known now
 * @param failures how many checks in a row have failed
 * @param settled whether the start period is over early, because a check passed
 */
public record HealthTrack(HealthStatus status, int failures, boolean settled) {

    /** Nothing was checked yet. */
    public static final HealthTrack UNKNOWN = new HealthTrack(HealthStatus.UNKNOWN, 0, false);

    /** What an earlier agent, or the runtime itself, has found: it holds until a check says otherwise. */
    public static HealthTrack known(HealthStatus status) {
        return new HealthTrack(status, 0, status != HealthStatus.UNKNOWN);
    }

    /** A check passed. */
    public HealthTrack passed() {
        return status == HealthStatus.HEALTHY && failures == 0 && settled ? this : known(HealthStatus.HEALTHY);
    }

    /**
     * A check failed.
     *
     * @param sinceStart how long after the container's start the check began
     */
    public HealthTrack failed(HealthCheck check, Duration sinceStart) {
        boolean startPeriod = !settled && sinceStart.compareTo(Duration.ofSeconds(check.startPeriodOrDefault())) < 0;
        if (startPeriod) {
            return this;
        }
        int inARow = Math.min(failures + 1, check.retriesOrDefault());
        boolean enough = inARow >= check.retriesOrDefault();
        return new HealthTrack(enough ? HealthStatus.UNHEALTHY : status, inARow, settled);
    }
}
