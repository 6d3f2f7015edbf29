package io.stowage.store.memory;

import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition, and what was removed lately, chained in the order of their last change.
 *
 * <p>A write moves its record to the end of the chain, so the changes after a revision are the end of the chain: found by walking
 * back from the last one. A removed record stays in the chain as a tombstone until there are too many or it is too old; a reader
 * from before a dropped tombstone has to read anew.
 */
final class Feed {

    private record Key(String kind, String id) {}

    /** One link of the chain: a record, or a tombstone where {@code record} is null. */
    private static final class Link {
        final Key key;

        @Nullable
        StoredRecord record;

        long revision;
        long changedAt;
        /** Whether even the tombstone is gone. */
        boolean dropped;

        @Nullable
        Link previous;

        @Nullable
        Link next;

        Link(Key key) {
            this.key = key;
        }

        Write write() {
            return record == null ? new Write.Delete(key.kind(), key.id()) : new Write.Put(record);
        }
    }

    /**
     * The links of one kind, by id. Reading wants them in the order of their ids: those that have come since the last reading are sorted
     * in then, so that neither a write nor a reading pays for the order of what is in order already.
     */
    private static final class OfKind {
        private final Map<String, Link> byId = new HashMap<>();
        private List<Link> ordered = new ArrayList<>();
        private final List<Link> fresh = new ArrayList<>();
        private boolean anyDropped;

        Link getOrAdd(String kind, String id) {
            Link present = byId.get(id);
            if (present != null) {
                return present;
            }
            Link link = new Link(new Key(kind, id));
            byId.put(id, link);
            fresh.add(link);
            return link;
        }

        void drop(Link link) {
            byId.remove(link.key.id());
            link.dropped = true;
            anyDropped = true;
        }

        List<Link> ordered() {
            if (anyDropped) {
                ordered.removeIf(link -> link.dropped);
                fresh.removeIf(link -> link.dropped);
                anyDropped = false;
            }
            if (!fresh.isEmpty()) {
                fresh.sort(BY_ID);
                ordered = merged();
                fresh.clear();
            }
            return ordered;
        }

        private List<Link> merged() {
            List<Link> merged = new ArrayList<>(ordered.size() + fresh.size());
            int taken = 0;
            for (Link link : fresh) {
                // No two links have one id: what is searched for is never found.
                int place = -Collections.binarySearch(ordered, link, BY_ID) - 1;
                merged.addAll(ordered.subList(taken, place));
                merged.add(link);
                taken = place;
            }
            merged.addAll(ordered.subList(taken, ordered.size()));
            return merged;
        }
    }

    private static final Comparator<Link> BY_ID = (a, b) -> a.key.id().compareTo(b.key.id());

    private final Limits limits;
    private final Map<String, OfKind> links = new TreeMap<>();
    /** The links that are tombstones, in order of removal. */
    private final Map<Key, Link> tombstones = new LinkedHashMap<>();

    private @Nullable Link last;
    private long forgottenUpTo;

    Feed(Limits limits) {
        this.limits = limits;
    }

    /** Every record, ordered by kind and then id. */
    List<StoredRecord> records() {
        int most = 0;
        for (OfKind ofKind : links.values()) {
            most += ofKind.byId.size();
        }
        List<StoredRecord> records = new ArrayList<>(most);
        for (OfKind ofKind : links.values()) {
            for (Link link : ofKind.ordered()) {
                if (link.record != null) {
                    records.add(link.record);
                }
            }
        }
        return records;
    }

    void apply(List<Write> writes, long revision, long now) {
        for (Write write : writes) {
            if (write instanceof Write.Put put) {
                put(put.record(), revision, now);
            } else {
                delete(new Key(write.kind(), write.id()), revision, now);
            }
        }
        dropTombstones(now);
    }

    /** What changed after a revision of this number; null if that is not known any more. */
    @Nullable
    List<Write> changesAfter(long after) {
        if (after < forgottenUpTo) {
            return null;
        }
        Link first = null;
        for (Link link = last; link != null && link.revision > after; link = link.previous) {
            first = link;
        }
        List<Write> writes = new ArrayList<>();
        for (Link link = first; link != null; link = link.next) {
            writes.add(link.write());
        }
        return writes;
    }

    private OfKind ofKind(String kind) {
        return links.computeIfAbsent(kind, absent -> new OfKind());
    }

    private void put(StoredRecord record, long revision, long now) {
        Link link = ofKind(record.kind()).getOrAdd(record.kind(), record.id());
        if (link.record == null) {
            tombstones.remove(link.key);
        }
        link.record = record;
        moveToEnd(link, revision, now);
    }

    private void delete(Key key, long revision, long now) {
        Link link = ofKind(key.kind()).byId.get(key.id());
        if (link == null || link.record == null) {
            return;
        }
        link.record = null;
        moveToEnd(link, revision, now);
        tombstones.put(key, link);
    }

    private void moveToEnd(Link link, long revision, long now) {
        if (link.revision > 0) {
            unchain(link);
        }
        link.revision = revision;
        link.changedAt = now;
        link.previous = last;
        link.next = null;
        if (last != null) {
            last.next = link;
        }
        last = link;
    }

    private void unchain(Link link) {
        Link previous = link.previous;
        Link next = link.next;
        if (previous != null) {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        } else {
            last = previous;
        }
    }

    private void dropTombstones(long now) {
        Iterator<Link> oldest = tombstones.values().iterator();
        while (oldest.hasNext()) {
            Link link = oldest.next();
            if (tombstones.size() <= limits.tombstones()
                    && now - link.changedAt <= limits.age().toNanos()) {
                return;
            }
            oldest.remove();
            unchain(link);
            ofKind(link.key.kind()).drop(link);
            forgottenUpTo = link.revision;
        }
    }
}
