package io.stowage.core.state;

import io.stowage.core.json.Document;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a transaction in their order, and what is to be written of them.
 *
 * <p>A record that changes several times is written once, with a version one higher than before: the store's versions have no gaps.
 */
final class Journal {

    private final ClusterState state;
    private final Map<RecordKey, Change> touched = new LinkedHashMap<>();
    /** What was unknown of records that are deleted. */
    private final Map<RecordKey, Document<?>> forgotten = new LinkedHashMap<>();

    private @Nullable Change latest;

    Journal(ClusterState state) {
        this.state = state;
    }

    /** The change that was made last; null if there is none. */
    @Nullable
    Change latest() {
        return latest;
    }

    boolean contains(RecordKey key) {
        return touched.containsKey(key);
    }

    /** A record is what it was before the latest change. What the state holds of it is not this class's. */
    Change takeBack() {
        Change change = Objects.requireNonNull(latest);
        latest = change.previous;
        if (change.replaced == null) {
            touched.remove(change.key);
        } else {
            touched.put(change.key, change.replaced);
        }
        Document<?> unknown = change.value == null ? forgotten.remove(change.key) : null;
        if (unknown != null) {
            state.unknownFields.put(change.key, unknown);
        }
        return change;
    }

    /** @param isThere whether the state holds the record */
    long nextVersion(RecordKey key, boolean isThere) {
        Change earlier = touched.get(key);
        if (earlier != null) {
            // Put again in the turn that deleted it, a record gets this version: to the store it was never gone.
            return earlier.version;
        }
        if (key.kind().neverChanges()) {
            return isThere ? 2 : 1;
        }
        return state.versions.getOrDefault(key, 0L) + 1;
    }

    void touch(Kind kind, String id, Object value, @Nullable Object before) {
        RecordKey key = new RecordKey(kind, id);
        long version = nextVersion(key, false);
        record(key, value, version, before);
        if (kind.countsVersions()) {
            state.versions.put(key, version);
        }
    }

    void delete(Kind kind, String id, @Nullable Object before) {
        RecordKey key = new RecordKey(kind, id);
        record(key, null, nextVersion(key, true), before);
        state.versions.remove(key);
        if (!state.unknownFields.isEmpty()) {
            Document<?> unknown = state.unknownFields.remove(key);
            if (unknown != null) {
                forgotten.put(key, unknown);
            }
        }
    }

    void record(RecordKey key, @Nullable Object value, long version, @Nullable Object before) {
        latest = new Change(key, value, version, before, touched.get(key), latest);
        touched.put(key, latest);
    }

    /** The records that were touched. */
    Set<RecordKey> keys() {
        return new LinkedHashSet<>(touched.keySet());
    }

    boolean isEmpty() {
        return touched.isEmpty();
    }

    int size() {
        return touched.size();
    }

    /** What to commit, behind a write of the partition's memory of itself. */
    List<Write> writes(Function<Object, String> writer) {
        List<Write> writes = new ArrayList<>(touched.size() + 1);
        RecordKey meta = new RecordKey(Kind.META, Kind.META.storedName());
        writes.add(put(meta, state.metaVersion(), state.meta(), writer));
        touched.forEach((key, value) -> writes.add(
                value.value == null
                        ? new Write.Delete(key.kind().storedName(), key.id())
                        : put(key, value.version, value.value, writer)));
        return writes;
    }

    private Write put(RecordKey key, long version, Object value, Function<Object, String> writer) {
        Document<?> unknown = state.unknownFields.isEmpty() ? null : state.unknownFields.get(key);
        Object stored = unknown == null ? value : unknown.withAny(value);
        return new Write.Put(
                new StoredRecord(key.kind().storedName(), key.id(), version, Payload.ofObject(stored, writer)));
    }

    /** The records of a kind that changed, as they are now. */
    <T> List<T> changed(Kind kind, Class<T> type) {
        List<T> changed = new ArrayList<>();
        touched.forEach((key, value) -> {
            if (key.kind() == kind && value.value != null) {
                changed.add(type.cast(value.value));
            }
        });
        return changed;
    }

    /** The ids of the records of a kind that were removed. */
    List<String> deleted(Kind kind) {
        List<String> deleted = new ArrayList<>();
        touched.forEach((key, value) -> {
            if (key.kind() == kind && value.value == null) {
                deleted.add(key.id());
            }
        });
        return deleted;
    }

    /** Whether records of one of these kinds were changed or removed. */
    boolean touches(Kind one, Kind other) {
        for (RecordKey key : touched.keySet()) {
            if (key.kind() == one || key.kind() == other) {
                return true;
            }
        }
        return false;
    }
}
