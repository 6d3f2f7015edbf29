package io.stowage.core.operation;

import io.stowage.model.RaisedAlarm;
import java.util.List;

/** The alarms that are in ALARM, in the order in which they went off. */
public record ListAlarms() implements ReadOperation<List<RaisedAlarm>> {

    @Override
    public List<RaisedAlarm> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        return turn.state().raisedAlarms();
    }
}
