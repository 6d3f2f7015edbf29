package io.stowage.core.operation;

import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.state.ServiceState;
import io.stowage.model.DeploymentAlarms;
import java.util.List;
import java.util.TreeSet;

/** The names of the alarms that ACTIVE services watch, and of those that are in ALARM because a source says so; each once, in order. */
public record WatchedAlarms() implements ReadOperation<List<String>> {

    @Override
    public List<String> apply(OperationTurn turn) {
        TreeSet<String> names = new TreeSet<>();
        for (ServiceState service : turn.state().services()) {
            DeploymentAlarms alarms = AlarmWatch.of(service.record());
            if (alarms != null) {
                names.addAll(alarms.alarmNames());
            }
        }
        turn.state().raisedAlarms().stream()
                .filter(alarm -> !alarm.byHand())
                .forEach(alarm -> names.add(alarm.alarmName()));
        return List.copyOf(names);
    }
}
