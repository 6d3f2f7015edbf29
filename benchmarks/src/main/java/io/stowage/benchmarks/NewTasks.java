package io.stowage.benchmarks;

import io.stowage.spi.Commit;
import io.stowage.spi.Write;
import io.stowage.testkit.store.CommitListener;

/** Counts the tasks that come into being. */
final class NewTasks implements CommitListener {

    private long count;

    long count() {
        return count;
    }

    @Override
    public void committed(Commit commit, long revision) {
        for (Write write : commit.writes()) {
            if (write instanceof Write.Put put
                    && put.record().version() == 1
                    && put.kind().equals("task")) {
                count++;
            }
        }
    }
}
