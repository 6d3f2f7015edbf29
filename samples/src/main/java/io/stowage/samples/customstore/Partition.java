package io.stowage.samples.customstore;

import io.stowage.spi.Changes;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One partition in memory: the sum of its lines. Each record, and each that is gone, has a place in the order of last changes; the feed
 * is the end of that order.
 */
final class Partition {

    /** How long commit ids are remembered, and what is gone. */
    private static final long AN_HOUR = 3_600_000;

    /** By its order, records are sorted by kind and then id. */
    private record Key(String kind, String id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : id.compareTo(other.id);
        }
    }

    private record Change(long place, long revision, long millis, Write write) {}

    private record Applied(Committed result, long millis) {}

    private final TreeMap<Key, StoredRecord> records = new TreeMap<>();
    private final Map<Key, Change> lastChanges = new TreeMap<>();
    private final TreeMap<Long, Change> byPlace = new TreeMap<>();
    private final TreeMap<Long, Change> removals = new TreeMap<>();
    private final Map<String, Applied> applied = new LinkedHashMap<>();
    private long places;
    private Revision revision = Revision.NONE;
    private long forgottenUpTo;
    private @Nullable Lease lease;
    private long epoch;
    private long leaseEnds;

    Revision revision() {
        return revision;
    }

    List<StoredRecord> records() {
        return List.copyOf(records.values());
    }

    Optional<Committed> outcome(String commitId) {
        return Optional.ofNullable(applied.get(commitId)).map(Applied::result);
    }

    void apply(String commitId, long millis, List<Write> writes) {
        // An id ages from the next commit on: until then a reader may be at its revision and have nothing to ask for.
        applied.computeIfPresent(revision.commitId(), (id, last) -> new Applied(last.result(), millis));
        long number = revision.number() + 1;
        revision = new Revision(number, commitId);
        applied.put(commitId, new Applied(new Committed(number), millis));
        for (Write write : writes) {
            Key key = new Key(write.kind(), write.id());
            if (write instanceof Write.Put put) {
                records.put(key, put.record());
            } else if (records.remove(key) == null) {
                continue;
            }
            place(key, new Change(++places, number, millis, write));
        }
        forget(millis);
    }

    private void place(Key key, Change change) {
        Change before = lastChanges.put(key, change);
        if (before != null) {
            byPlace.remove(before.place());
            removals.remove(before.place());
        }
        byPlace.put(change.place(), change);
        if (change.write() instanceof Write.Delete) {
            removals.put(change.place(), change);
        }
    }

    /** What is too old, the oldest first: it costs what is forgotten, not what is kept. */
    private void forget(long millis) {
        Iterator<Applied> ids = applied.values().iterator();
        while (ids.hasNext() && millis - ids.next().millis() > AN_HOUR) {
            ids.remove();
        }
        while (!removals.isEmpty() && millis - removals.firstEntry().getValue().millis() > AN_HOUR) {
            Change removal = removals.pollFirstEntry().getValue();
            byPlace.remove(removal.place());
            lastChanges.remove(new Key(removal.write().kind(), removal.write().id()));
            forgottenUpTo = removal.revision();
        }
    }

    Changes changesAfter(Revision after) {
        if (after.number() < forgottenUpTo || !isOfThisHistory(after)) {
            return new Changes(revision, false, List.of());
        }
        List<Write> writes = new ArrayList<>();
        for (Change change : byPlace.descendingMap().values()) {
            if (change.revision() <= after.number()) {
                break;
            }
            writes.add(change.write());
        }
        Collections.reverse(writes);
        return new Changes(revision, true, writes);
    }

    /** Whether the partition was at that revision, as far as is known. */
    private boolean isOfThisHistory(Revision past) {
        Applied made = applied.get(past.commitId());
        return past.equals(revision)
                || past.equals(Revision.NONE)
                || (made != null && made.result().revision() == past.number());
    }

    boolean isCurrent(Lease claimed) {
        return claimed.equals(lease);
    }

    /** The lease that a holder would get now; empty if somebody else holds it. */
    Optional<Lease> leaseFor(String partition, String holder, long millis) {
        Lease held = lease;
        if (held != null && held.holder().equals(holder)) {
            return Optional.of(held);
        }
        return held == null || millis >= leaseEnds
                ? Optional.of(new Lease(partition, holder, epoch + 1))
                : Optional.empty();
    }

    void granted(Lease granted, long ends) {
        lease = granted;
        epoch = granted.epoch();
        leaseEnds = ends;
    }

    void released() {
        lease = null;
    }
}
