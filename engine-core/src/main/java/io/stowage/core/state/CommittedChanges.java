package io.stowage.core.state;

import io.stowage.core.agent.TaskOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What changed in a cluster's state: in one turn, whose transaction this is; or in any number of commits of another engine, which a
 * follower sees as one change. What follows from commits (events, word to agents) is made from this, whoever committed.
 */
public interface CommittedChanges {

    /** The state with the changes in it. */
    ClusterState state();

    /** The partition's time at the latest of the changes. */
    Instant now();

    /** The records of a kind that are new or changed, as they are now. */
    <T> List<T> changed(Kind kind, Class<T> type);

    /** The ids of the records of a kind that were removed. */
    List<String> deleted(Kind kind);

    /** What agents are to be told, by instance: of the tasks that are new to them, or whose desired status changed. */
    Map<String, Collection<TaskOrder>> orders();

    /** The services that are new or changed. */
    Collection<Transaction.ServiceChange> serviceChanges();

    /** The service events that were added. */
    List<Transaction.ServiceNote> notes();
}
