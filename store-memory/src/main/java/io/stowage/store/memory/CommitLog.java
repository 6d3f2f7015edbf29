package io.stowage.store.memory;

import io.stowage.spi.CommitResult;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the commits that were applied, oldest first. What is too old or too much is dropped as new ones come. An id ages from the commit
 * that comes after it: until then a reader may be at its revision and have nothing to ask for.
 */
final class CommitLog {

    private static final class Entry {
        final CommitResult.Committed result;
        /** When the next commit came; its own time until then. */
        long followedAt;

        Entry(CommitResult.Committed result, long now) {
            this.result = result;
            this.followedAt = now;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Limits limits;
    private @Nullable Entry newest;

    CommitLog(Limits limits) {
        this.limits = limits;
    }

    Optional<CommitResult.Committed> find(String commitId) {
        Entry entry = entries.get(commitId);
        return entry == null ? Optional.empty() : Optional.of(entry.result);
    }

    void remember(String commitId, CommitResult.Committed result, long now) {
        if (newest != null) {
            newest.followedAt = now;
        }
        newest = new Entry(result, now);
        entries.put(commitId, newest);
        // The new entry itself is never too old, so the iterator always has a next one here.
        Iterator<Entry> oldest = entries.values().iterator();
        while (isSuperfluous(oldest.next(), now)) {
            oldest.remove();
        }
    }

    private boolean isSuperfluous(Entry entry, long now) {
        return entries.size() > limits.commitIds()
                || now - entry.followedAt > limits.age().toNanos();
    }
}
