package io.stowage;

import io.stowage.model.RaisedAlarm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alarms that end deployments: those that services name in their {@code deploymentConfiguration}. An alarm is of a cluster, needs no
 * declaration, and is remembered while it is in ALARM, whoever leads the cluster. ECS has CloudWatch for them. The package documentation says
 * what holds for all operations.
 */
public interface Alarms {

    /**
     * Raises an alarm by hand: it is in ALARM until {@link #clear} ends that. Answers when it is committed; deployments that watch it fail by that. Idempotent:
     * one that is in ALARM stays so since then.
     *
     * @param alarmName 1 to 255 characters
     * @param reason why, for people; at most 1,024 characters
     * @throws io.stowage.error.InvalidParameterException if a text is empty or too long
     * @throws io.stowage.error.LimitExceededException if 100 others are in ALARM
     */
    RaisedAlarm raise(@Nullable String cluster, String alarmName, String reason);

    /** Clears an alarm, whoever raised it; a source that still sees it in ALARM raises it again. Answers when it is committed. Idempotent. */
    void clear(@Nullable String cluster, String alarmName);

    /** The alarms that are in ALARM, in the order in which they went off; may be empty. */
    List<RaisedAlarm> list(@Nullable String cluster);
}
