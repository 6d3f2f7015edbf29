package io.stowage.core.inbox;

import io.stowage.spi.Changes;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look into the inbox yields: all requests, or those that came and went.
 *
 * @param after the revision that it was asked from; null if there was none
 * @param revision the revision that it is of
 * @param all every request; null if {@code changes} says what changed
 */
record InboxView(
        @Nullable Revision after,
        Revision revision,
        @Nullable List<StoredRecord> all,
        List<Write> changes) {

    /** Asks the store what changed after a revision, and for everything if it doesn't know, or if there is none yet. May block. */
    static InboxView of(StateStore store, String partition, @Nullable Revision after) {
        if (after != null) {
            Changes changes = store.changesAfter(partition, after, Duration.ZERO);
            if (changes.complete()) {
                return new InboxView(after, changes.revision(), null, changes.writes());
            }
        }
        PartitionSnapshot snapshot = store.read(partition);
        return new InboxView(after, snapshot.revision(), snapshot.records(), List.of());
    }
}
