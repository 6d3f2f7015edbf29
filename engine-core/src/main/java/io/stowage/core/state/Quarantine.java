package io.stowage.core.state;

import io.stowage.error.ServerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    private static final int NAMED = 3;
    private static final int LONGEST_REASON = 300;

    private final Map<String, Map<String, Entry>> byKind = new LinkedHashMap<>();
    private int size;

    public void add(String kind, String id, String reason) {
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
        return holds(kind.storedName(), id);
    }

    /** The same for what the store calls a kind. */
    public boolean holds(String kind, String id) {
        @Nullable Map<String, Entry> ofKind = size == 0 ? null : byKind.get(kind);
        return ofKind != null && ofKind.containsKey(id);
    }

    /** Whether the task of this id is there and was set aside. */
    public boolean holdsTask(String id) {
        return holds(Kind.TASK, id);
    }

    /** Whether any record of what the store calls this kind was set aside. */
    public boolean holdsAny(String kind) {
        return size > 0 && byKind.containsKey(kind);
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
        refuse(kind.storedName(), id);
    }

    /** The same for what the store calls a kind. */
    public void refuse(String kind, String id) {
        if (holds(kind, id)) {
            throw new ServerException(
                    "the stored record of " + kind + " " + id
                            + " can't be relied on: it is set aside, and nothing is done to it. Mend or remove it in the store.");
        }
    }

    /** How many there are, and what is wrong with the first ones. */
    @Override
    public String toString() {
        List<Entry> named = first(NAMED);
        StringBuilder text = new StringBuilder()
                .append(size)
                .append(size == 1 ? " record is" : " records are")
                .append(" set aside and kept as stored, for they can't be relied on: ");
        for (int i = 0; i < named.size(); i++) {
            String entry = named.get(i).toString();
            text.append(i == 0 ? "" : "; ");
            text.append(entry.length() > LONGEST_REASON ? entry.substring(0, LONGEST_REASON) + "…" : entry);
        }
        return text.append(size > named.size() ? "; and more" : "").toString();
    }
}
