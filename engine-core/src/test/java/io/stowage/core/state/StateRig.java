package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A state, and what was committed of it, which is read as the next engine does. */
final class StateRig {

    static final Duration MATURITY = Duration.ofSeconds(40);

    private final Map<String, StoredRecord> store = new TreeMap<>();
    private final ClusterState state = new ClusterState(StateFixture.IDS, MATURITY);

    ClusterState state() {
        return state;
    }

    /** Commits what a transaction changes; nothing if it changes nothing. */
    List<Write> commit(Instant now, Consumer<Transaction> changes) {
        Transaction transaction = new Transaction(state, now);
        changes.accept(transaction);
        if (transaction.isEmpty()) {
            return List.of();
        }
        List<Write> writes = transaction.writes(Object::toString);
        writes.forEach(this::store);
        return writes;
    }

    private void store(Write write) {
        String key = write.kind() + "/" + write.id();
        if (write instanceof Write.Put put) {
            StoredRecord before = store.put(key, put.record());
            assertThat(put.record().version())
                    .as("version of %s", key)
                    .isEqualTo(before == null ? 1 : before.version() + 1);
        } else {
            store.remove(key);
        }
    }

    /** What the next engine knows. */
    ClusterState read() {
        ClusterState read = new ClusterState(StateFixture.IDS, MATURITY);
        new StateReader(read, (type, json) -> {
                    throw new AssertionError("nothing is serialised here");
                })
                .read(new PartitionSnapshot(new Revision(1, "written"), List.copyOf(store.values())));
        return read;
    }
}
