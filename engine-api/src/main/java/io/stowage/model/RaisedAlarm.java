package io.stowage.model;

import java.time.Instant;
import java.util.Objects;

/**
 * An alarm of a cluster that is in ALARM.
 *
 * @param alarmName as services name it in {@link DeploymentAlarms}
 * @param reason why, for people
 * @param since when it went off
 * @param byHand whether the host application raised it; only that clears it then
 */
public record RaisedAlarm(String alarmName, String reason, Instant since, boolean byHand) {

    /** Checks what is required for null. */
    public RaisedAlarm {
        Objects.requireNonNull(alarmName, "RaisedAlarm.alarmName is required");
        Objects.requireNonNull(reason, "RaisedAlarm.reason is required");
        Objects.requireNonNull(since, "RaisedAlarm.since is required");
    }
}
