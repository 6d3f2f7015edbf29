package io.stowage.core.operation;

import io.stowage.model.RaisedAlarm;
import java.util.ArrayList;
import java.util.List;

/** An alarm is in ALARM no more. Yields how many were cleared. */
public record ClearAlarm(String alarmName) implements ClusterOperation<Integer> {

    @Override
    public Integer apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        RaisedAlarm known = AlarmStates.find(turn.state(), alarmName);
        if (known == null) {
            return 0;
        }
        List<RaisedAlarm> left = new ArrayList<>(turn.state().raisedAlarms());
        left.remove(known);
        AlarmStates.put(left, List.of(), turn);
        return 1;
    }
}
