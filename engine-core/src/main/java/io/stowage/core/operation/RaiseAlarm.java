package io.stowage.core.operation;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.RaisedAlarm;
import java.util.ArrayList;
import java.util.List;

/** An alarm is in ALARM, by hand, until it is cleared. One that is so already stays so since then. */
public record RaiseAlarm(String alarmName, String reason) implements ClusterOperation<RaisedAlarm> {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_REASON = 1_024;

    @Override
    public RaisedAlarm apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        checkName("alarmName", alarmName);
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw new InvalidParameterException(
                    "reason has " + reason.length() + " characters; it must have 1 to " + LONGEST_REASON);
        }
        RaisedAlarm known = AlarmStates.find(turn.state(), alarmName);
        RaisedAlarm raised = new RaisedAlarm(alarmName, reason, known == null ? turn.now() : known.since(), true);
        if (!raised.equals(known)) {
            AlarmStates.requireFew(turn.state(), alarmName);
            List<RaisedAlarm> all = new ArrayList<>(turn.state().raisedAlarms());
            all.remove(known);
            all.add(raised);
            AlarmStates.put(all, known == null ? List.of(raised) : List.of(), turn);
        }
        return raised;
    }

    static void checkName(String field, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new InvalidParameterException(field + " has a name of " + name.length()
                    + " characters; an alarm's name has 1 to " + LONGEST_NAME);
        }
    }
}
