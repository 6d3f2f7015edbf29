package io.stowage.model;

import java.util.List;

/**
 * Ends a deployment during which one of the named alarms goes off.
 *
 * @param alarmNames the alarms
 * @param rollback whether the service goes back to its last COMPLETED deployment when one goes off
 * @param enable whether they are watched
 */
public record DeploymentAlarms(List<String> alarmNames, boolean rollback, boolean enable) {

    /** Copies the lists, keeping their order. */
    public DeploymentAlarms {
        alarmNames = Copies.listOrEmpty(alarmNames);
    }
}
