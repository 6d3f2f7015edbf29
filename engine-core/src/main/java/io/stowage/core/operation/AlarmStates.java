package io.stowage.core.operation;

import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.state.ClusterState;
import io.stowage.error.LimitExceededException;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The alarms of a cluster that are in ALARM, and what follows for deployments when one goes off. */
final class AlarmStates {

    /** They are part of a record that each commit writes. */
    static final int MOST = 100;

    private AlarmStates() {}

    /** The alarm of this name; null if it isn't in ALARM. */
    static @Nullable RaisedAlarm find(ClusterState state, String alarmName) {
        for (RaisedAlarm alarm : state.raisedAlarms()) {
            if (alarm.alarmName().equals(alarmName)) {
                return alarm;
            }
        }
        return null;
    }

    static void requireFew(ClusterState state, String alarmName) {
        if (state.raisedAlarms().size() >= MOST && find(state, alarmName) == null) {
            throw new LimitExceededException(MOST + " alarms of " + state.ids().cluster() + " are in ALARM, and '"
                    + alarmName + "' would be one too many; clear others first");
        }
    }

    /** These alarms are in ALARM now, of which some are news: deployments that watch them take note of that in the same commit. */
    static void put(List<RaisedAlarm> all, List<RaisedAlarm> news, OperationTurn turn) {
        for (RaisedAlarm alarm : news) {
            for (String watching : turn.state().servicesWatching(alarm.alarmName())) {
                Service before =
                        Objects.requireNonNull(turn.state().service(watching)).record();
                Service after = AlarmWatch.raised(before, alarm);
                if (!after.equals(before)) {
                    turn.transaction().putService(after);
                }
            }
        }
        turn.transaction().putAlarms(all);
    }
}
