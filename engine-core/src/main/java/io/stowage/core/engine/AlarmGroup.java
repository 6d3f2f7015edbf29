package io.stowage.core.engine;

import io.stowage.Alarms;
import io.stowage.core.operation.ClearAlarm;
import io.stowage.core.operation.ListAlarms;
import io.stowage.core.operation.RaiseAlarm;
import io.stowage.model.RaisedAlarm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on alarms. */
final class AlarmGroup implements Alarms {

    private final Caller caller;

    AlarmGroup(Caller caller) {
        this.caller = caller;
    }

    @Override
    public RaisedAlarm raise(@Nullable String cluster, String alarmName, String reason) {
        String action = "RaiseAlarm";
        caller.authorize(action, alarmName);
        return caller.ask(action, cluster, new RaiseAlarm(alarmName, reason));
    }

    @Override
    public void clear(@Nullable String cluster, String alarmName) {
        String action = "ClearAlarm";
        caller.authorize(action, alarmName);
        Integer unused = caller.ask(action, cluster, new ClearAlarm(alarmName));
    }

    @Override
    public List<RaisedAlarm> list(@Nullable String cluster) {
        return caller.ask("ListAlarms", cluster, new ListAlarms());
    }
}
