package io.stowage.testkit.store;

import io.stowage.spi.Commit;

/** Hears of each commit at the instant it is applied, once, in the order of each partition's revisions. */
@FunctionalInterface
public interface CommitListener {

    /**
     * A commit was applied.
     *
     * @param revision the partition's revision after it
     */
    void committed(Commit commit, long revision);
}
