package io.stowage.core.state;

import io.stowage.error.ServerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a partition that are there and can't be relied on: their text can't be read, they say what this version doesn't know, or
 * what can't be. They are kept in the store as they are, and nothing is decided on them or written over them, until somebody mends or
 * removes them and the partition is read anew. Everything else in the partition goes on.
 *
 * <p>What is known to depend on such a record stays as it is, too: a task whose instance can't be read is set aside with it, and a
 * service keeps counting the tasks that were set aside.
 */
public final class Quarantine {

    /**
     * A record that was set aside.
     *
     * @param kind what the store calls its kind
     * @param reason what is wrong with it
     */
    public record Entry(String kind, String id, String reason) {

        @Override
        public String toString() {
            return kind + " " + id + ": " + reason;
        }
    }

    private final Map<String, Map<String, Entry>> byKind = new LinkedHashMap<>();
    private int size;

    void add(String kind, String id, String reason) {
        Entry before = byKind.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(id, new Entry(kind, id, reason));
        size += before == null ? 1 : 0;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Whether the record of this kind and id is there and was set aside. */
    public boolean holds(Kind kind, String id) {
        Map<String, Entry> ofKind = size == 0 ? null : byKind.get(kind.storedName());
        return ofKind != null && ofKind.containsKey(id);
    }

    /** Whether the task of this id is there and was set aside. */
    public boolean holdsTask(String id) {
        return holds(Kind.TASK, id);
    }

    /** Whether any record of this kind was set aside. */
    boolean holdsAny(Kind kind) {
        return size > 0 && byKind.containsKey(kind.storedName());
    }

    /** The records that were set aside, in the order in which they were read, at most so many. */
    public List<Entry> first(int most) {
        List<Entry> first = new ArrayList<>();
        for (Map<String, Entry> entries : byKind.values()) {
            for (Entry entry : entries.values()) {
                if (first.size() == most) {
                    return first;
                }
                first.add(entry);
            }
        }
        return first;
    }

    /**
     * Refuses to change a record, or to write over one, that was set aside.
     *
     * @throws ServerException if there is one of this kind and id
     */
    public void refuse(Kind kind, String id) {
        if (holds(kind, id)) {
            throw new ServerException(
                    "the stored record of " + kind.storedName() + " " + id
                            + " can't be relied on: it is set aside, and nothing is done to it. Mend or remove it in the store.");
        }
    }
}
