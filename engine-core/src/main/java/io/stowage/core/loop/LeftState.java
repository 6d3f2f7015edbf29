package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.spi.Changes;
import io.stowage.spi.CommitResult;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The state that an engine led from when it lost the lease. A lease that lapses because the store was out of reach for a while is most
 * often taken again by the same engine, and nobody has committed meanwhile. Then this state is what the store holds, and the partition need not
 * be read: to find that out costs nothing in proportion to it.
 *
 * @param revision the last one that is known to be committed
 * @param commitId the commit after it that was under way, all of which is in the state; null if there was none
 */
record LeftState(
        ClusterState state, long revision, @Nullable String commitId) {

    /**
     * The revision of the partition if the state is that of the store; empty if it is not, or can't be known to be. Asked under a lease that
     * was taken since: nobody commits after the answer, and the commit that was under way is refused if it comes only now. Blocks.
     */
    OptionalLong revisionIfCurrent(StateStore store, String partition) {
        if (!state.quarantine().isEmpty()) {
            // What was set aside may have been mended since, which only a reading shows.
            return OptionalLong.empty();
        }
        long expected = revision;
        if (commitId != null) {
            Optional<CommitResult.Committed> outcome = store.outcome(partition, commitId);
            if (outcome.isEmpty()) {
                return OptionalLong.empty();
            }
            expected = outcome.get().revision();
        }
        Changes since = store.changesAfter(partition, expected, Duration.ZERO);
        return since.complete() && since.revision() == expected ? OptionalLong.of(expected) : OptionalLong.empty();
    }
}
