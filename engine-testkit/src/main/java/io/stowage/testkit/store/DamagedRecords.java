package io.stowage.testkit.store;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stored records that can't be read any more, as if somebody or something had damaged them below the store: no commit says so. An engine
 * that has a record in memory notices nothing; one that reads it gets the damaged text. A record that is written anew, or removed, is
 * damaged no more; any other stays so until it is {@linkplain #mend mended}.
 *
 * <p>What the record was is not lost to the test kit: its checks see what the commits have made of the store.
 */
public final class DamagedRecords implements CommitListener {

    private static final String MENDING = "mended-";

    /** By partition, and then by kind and id. */
    private final Map<String, Map<String, StoredRecord>> damaged = new HashMap<>();

    private int mended;

    /** Nothing is damaged. Has to hear of the commits of the store that it is about. */
    public DamagedRecords() {}

    /** Damages a record as it is in the store now. */
    public void damage(String partition, StoredRecord record, String text) {
        damaged.computeIfAbsent(partition, absent -> new HashMap<>())
                .put(
                        key(record.kind(), record.id()),
                        new StoredRecord(record.kind(), record.id(), record.version(), Payload.ofText(text)));
    }

    /**
     * The commit by which a person mends a record: it is written as it was, under no lease, as the engine's pages advise. Null if it is not
     * damaged any more.
     */
    public @Nullable Commit mend(PartitionSnapshot stored, String partition, String kind, String id) {
        Map<String, StoredRecord> ofPartition = damaged.getOrDefault(partition, Map.of());
        for (StoredRecord record : stored.records()) {
            if (record.kind().equals(kind) && record.id().equals(id) && ofPartition.containsKey(key(kind, id))) {
                mended++;
                return new Commit(partition, MENDING + mended, stored.revision(), null, List.of(new Write.Put(record)));
            }
        }
        return null;
    }

    /** Whether a commit mends a record, so that it changes nothing but what can be read. */
    public static boolean isMending(Commit commit) {
        return commit.commitId().startsWith(MENDING);
    }

    /** Whether a record can't be read. */
    public boolean isDamaged(String partition, String kind, String id) {
        return damaged.getOrDefault(partition, Map.of()).containsKey(key(kind, id));
    }

    /** Whether any record of a partition is damaged. */
    boolean isAnyOf(String partition) {
        return !damaged.getOrDefault(partition, Map.of()).isEmpty();
    }

    /** What an engine reads. */
    PartitionSnapshot shown(String partition, PartitionSnapshot stored) {
        Map<String, StoredRecord> ofPartition = damaged.getOrDefault(partition, Map.of());
        if (ofPartition.isEmpty()) {
            return stored;
        }
        List<StoredRecord> shown = new ArrayList<>(stored.records());
        shown.replaceAll(record -> ofPartition.getOrDefault(key(record.kind(), record.id()), record));
        return new PartitionSnapshot(stored.revision(), shown);
    }

    /** What an engine hears of changes. */
    Changes shown(String partition, Changes stored) {
        Map<String, StoredRecord> ofPartition = damaged.getOrDefault(partition, Map.of());
        if (ofPartition.isEmpty() || stored.writes().isEmpty()) {
            return stored;
        }
        List<Write> shown = new ArrayList<>(stored.writes());
        shown.replaceAll(write -> {
            StoredRecord record = write instanceof Write.Put ? ofPartition.get(key(write.kind(), write.id())) : null;
            return record == null ? write : new Write.Put(record);
        });
        return new Changes(stored.revision(), stored.complete(), shown);
    }

    @Override
    public void committed(Commit commit, long revision) {
        Map<String, StoredRecord> ofPartition = damaged.get(commit.partition());
        if (ofPartition != null) {
            commit.writes().forEach(write -> ofPartition.remove(key(write.kind(), write.id())));
        }
    }

    /**
     * A copy has what was damaged as it was damaged: an engine that has found it so goes on believing it until the record is written anew. What
     * the copy doesn't have in this version is not damaged there.
     */
    @Override
    public void failedOver(Function<String, PartitionSnapshot> store) {
        damaged.forEach((partition, ofPartition) -> {
            Map<String, Long> versions = new HashMap<>();
            for (StoredRecord record : store.apply(partition).records()) {
                versions.put(key(record.kind(), record.id()), record.version());
            }
            ofPartition
                    .entrySet()
                    .removeIf(entry -> !Objects.equals(
                            versions.get(entry.getKey()), entry.getValue().version()));
        });
    }

    private static String key(String kind, String id) {
        return kind + "/" + id;
    }
}
