package io.stowage.core.operation;

import java.util.List;
import java.util.TreeSet;

/** The names of the alarms that ACTIVE services watch, and of those that are in ALARM because a source says so; each once, in order. */
public record WatchedAlarms() implements ReadOperation<List<String>> {

    @Override
    public List<String> apply(OperationTurn turn) {
        TreeSet<String> names = new TreeSet<>(turn.state().watchedAlarms());
        turn.state().raisedAlarms().stream()
                .filter(alarm -> !alarm.byHand())
                .forEach(alarm -> names.add(alarm.alarmName()));
        return List.copyOf(names);
    }
}
