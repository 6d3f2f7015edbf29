package io.stowage.testkit.store;

import io.stowage.spi.Commit;
import io.stowage.spi.PartitionSnapshot;
import java.util.function.Function;

/** Hears of each commit at the instant it is applied, once, in the order of each partition's revisions. */
@FunctionalInterface
public interface CommitListener {

    /**
     * A commit was applied.
     *
     * @param revision the partition's revision after it
     */
    void committed(Commit commit, long revision);

    /**
     * The store failed over to a copy that lacks what was done last.
     *
     * @param store reads a partition as it is now
     */
    default void failedOver(Function<String, PartitionSnapshot> store) {
        // Whoever keeps nothing has nothing to lose.
    }
}
