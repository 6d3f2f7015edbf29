package io.stowage.store.memory;

import io.stowage.spi.CommitResult;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ids of the commits that were applied, oldest first. What is too old or too much is dropped as new ones come. */
final class CommitLog {

    private record Entry(CommitResult.Committed result, long committedAt) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Limits limits;

    CommitLog(Limits limits) {
        this.limits = limits;
    }

    Optional<CommitResult.Committed> find(String commitId) {
        Entry entry = entries.get(commitId);
        return entry == null ? Optional.empty() : Optional.of(entry.result());
    }

    void remember(String commitId, CommitResult.Committed result, long now) {
        entries.put(commitId, new Entry(result, now));
        // The new entry itself is never too old, so the iterator always has a next one here.
        Iterator<Entry> oldest = entries.values().iterator();
        while (isSuperfluous(oldest.next(), now)) {
            oldest.remove();
        }
    }

    private boolean isSuperfluous(Entry entry, long now) {
        return entries.size() > limits.commitIds()
                || now - entry.committedAt() > limits.age().toNanos();
    }
}
