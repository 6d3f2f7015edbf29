package io.stowage.core.operation;

import io.stowage.core.state.ClusterState;
import io.stowage.model.RaisedAlarm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source says of alarms. What was raised by hand stays as it is, and so does what the source doesn't speak of. Beyond the most alarms that are
 * remembered none is added. Yields how many went off.
 */
public record NoteAlarms(List<Seen> alarms) implements ClusterOperation<Integer> {

    /**
     * An alarm as a source sees it.
     *
     * @param since when it went off; null if that isn't known
     */
    public record Seen(
            String alarmName, boolean inAlarm, @Nullable Instant since, String reason) {}

    /** Copies the list. */
    public NoteAlarms {
        alarms = List.copyOf(alarms);
    }

    @Override
    public Integer apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        ClusterState state = turn.state();
        List<RaisedAlarm> all = new ArrayList<>(state.raisedAlarms());
        List<RaisedAlarm> news = new ArrayList<>();
        for (Seen seen : alarms) {
            RaisedAlarm known = AlarmStates.find(state, seen.alarmName());
            if (known == null && seen.inAlarm() && all.size() < AlarmStates.MOST) {
                Instant since = seen.since() == null || seen.since().isAfter(turn.now()) ? turn.now() : seen.since();
                news.add(new RaisedAlarm(seen.alarmName(), seen.reason(), since, false));
                all.add(news.get(news.size() - 1));
            } else if (known != null && !seen.inAlarm() && !known.byHand()) {
                all.remove(known);
            }
        }
        if (!all.equals(state.raisedAlarms())) {
            AlarmStates.put(all, news, turn);
        }
        return news.size();
    }
}
