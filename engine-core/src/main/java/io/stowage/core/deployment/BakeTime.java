package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.Service;
import java.time.Duration;

/**
 * How long a deployment is watched when all its tasks are healthy and the old ones gone, or as many healthy as its early success needs, before it is COMPLETED:
 * as long as is asked for. If nothing is, ECS takes from the alarms' own periods a time below five minutes; here these are not known, and it is five
 * minutes. A rollback does not bake: nothing watches it.
 */
public final class BakeTime {

    private static final Duration WITH_ALARMS = Duration.ofMinutes(5);

    private BakeTime() {}

    /** How long the PRIMARY deployment of a service bakes; zero if it doesn't. */
    public static Duration of(Service service, Deployment primary) {
        if (Rollback.isOne(primary)) {
            return Duration.ZERO;
        }
        Integer minutes = service.deploymentConfiguration().bakeTimeInMinutes();
        if (minutes != null) {
            return Duration.ofMinutes(minutes);
        }
        return AlarmWatch.of(service) == null || AlarmWatch.isIgnored(primary) ? Duration.ZERO : WITH_ALARMS;
    }
}
