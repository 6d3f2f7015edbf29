package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.spi.Changes;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;

/**
 * The state that an engine led from when it lost the lease. A lease that lapses because the store was out of reach for a while is most
 * often taken again by the same engine, and nobody has committed meanwhile. Then this state is what the store holds, and the partition need not
 * be read: to find that out costs nothing in proportion to it.
 *
 * @param revision that of the store if it holds this state: the one that the commit under way makes, if there was one
 */
record LeftState(ClusterState state, Revision revision) {

    /**
     * Whether the state is that of the store. Asked under a lease, so that nobody else commits; should the commit that was under way come only now,
     * or the answer be an old one, the next commit is refused for its revision. Blocks.
     */
    boolean isCurrent(StateStore store, String partition) {
        if (!state.quarantine().isEmpty()) {
            // What was set aside may have been mended since, which only a reading shows.
            return false;
        }
        return isLatest(store, partition);
    }

    /** Whether nobody has committed since, as far as the feed tells. Blocks. */
    boolean isLatest(StateStore store, String partition) {
        Changes since = store.changesAfter(partition, revision, Duration.ZERO);
        return since.complete() && since.revision().equals(revision);
    }
}
