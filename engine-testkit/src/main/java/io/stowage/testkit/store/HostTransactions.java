package io.stowage.testkit.store;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.HostTransaction;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Transactions of a host application on the database that the store is on. As in {@code store-jdbc} what they add is rows of a table of its own, and
 * whoever looks for changes moves those that are committed to the partitions they are for.
 */
public final class HostTransactions {

    private record Row(String partition, StoredRecord record) {}

    private final Queue<Row> rows = new ArrayDeque<>();
    private final Set<String> uncommitted = new LinkedHashSet<>();
    private final Set<String> committed = new LinkedHashSet<>();
    private int moved;

    /** One transaction. It is rolled back if it is never committed: a host application that crashes does no more. */
    public final class Pending implements HostTransaction {

        private final List<Row> added = new ArrayList<>();

        private Pending() {}

        @Override
        public void put(String partition, StoredRecord record) {
            added.add(new Row(partition, record));
            uncommitted.add(record.id());
        }

        /** What was added is there from now on. */
        public void commit() {
            for (Row row : added) {
                uncommitted.remove(row.record().id());
                committed.add(row.record().id());
            }
            rows.addAll(added);
            added.clear();
        }
    }

    /** Begins a transaction. */
    public Pending begin() {
        return new Pending();
    }

    /** Whether the record is of a transaction that is not committed. */
    public boolean isUncommitted(String id) {
        return uncommitted.contains(id);
    }

    /** The records of all transactions that are committed. */
    public Set<String> committed() {
        return committed;
    }

    /** What was committed may be lost with the rest of what the store has lost. */
    void forget() {
        committed.clear();
    }

    /** Whether there is something to move. */
    public boolean anyToMove() {
        return !rows.isEmpty();
    }

    /** Moves everything: each row is a commit, in their order. */
    public void moveTo(StateStore store) {
        for (Row row = rows.poll(); row != null; row = rows.poll()) {
            moved++;
            Commit commit = new Commit(
                    row.partition(),
                    "moved-" + moved,
                    store.read(row.partition()).revision(),
                    null,
                    List.of(new Write.Put(row.record())));
            CommitResult result = store.commit(commit);
            if (!(result instanceof CommitResult.Committed)) {
                throw new IllegalStateException("A row was not moved: " + result);
            }
        }
    }
}
