package io.stowage.model;

import java.util.List;
import java.util.Objects;

/**
 * The alarms of a service deployment, as they stand or stood when that ended.
 *
 * @param status what they do; DISABLED also if one was in ALARM when the deployment began
 * @param alarmNames those that are watched
 * @param triggeredAlarmNames those that went off while it was under way
 */
public record ServiceDeploymentAlarms(
        ServiceDeploymentRollbackMonitorsStatus status, List<String> alarmNames, List<String> triggeredAlarmNames) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public ServiceDeploymentAlarms {
        Objects.requireNonNull(status, "ServiceDeploymentAlarms.status is required");
        alarmNames = Copies.listOrEmpty(alarmNames);
        triggeredAlarmNames = Copies.listOrEmpty(triggeredAlarmNames);
    }
}
