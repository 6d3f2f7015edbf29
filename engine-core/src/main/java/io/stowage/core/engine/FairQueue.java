package io.stowage.core.engine;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for their turn, each for somebody: next is one of whoever has the fewest under way, and of these of whoever had a turn longest ago.
 * Of one's own calls the oldest is next. At most so many are under way at once. Not thread-safe.
 */
final class FairQueue {

    private final int atOnce;
    /** Those that have something waiting, the one that had a turn longest ago first. */
    private final Map<Object, Queue<Runnable>> waiting = new LinkedHashMap<>();

    private final Map<Object, Integer> underWay = new LinkedHashMap<>();
    private int all;

    FairQueue(int atOnce) {
        this.atOnce = atOnce;
    }

    void add(Object owner, Runnable call) {
        waiting.computeIfAbsent(owner, none -> new ArrayDeque<>()).add(call);
    }

    /** Begins the next one, which is under way until its {@linkplain #ended end} is told. Whether there was one that may begin. */
    boolean beginNext() {
        Object owner = all < atOnce ? next() : null;
        if (owner == null) {
            return false;
        }
        Queue<Runnable> own = Objects.requireNonNull(waiting.remove(owner));
        Runnable call = own.remove();
        if (!own.isEmpty()) {
            waiting.put(owner, own);
        }
        underWay.merge(owner, 1, Integer::sum);
        all++;
        call.run();
        return true;
    }

    private @Nullable Object next() {
        Object next = null;
        int fewest = Integer.MAX_VALUE;
        for (Object owner : waiting.keySet()) {
            int own = underWay.getOrDefault(owner, 0);
            if (own < fewest) {
                fewest = own;
                next = owner;
            }
        }
        return next;
    }

    void ended(Object owner) {
        underWay.computeIfPresent(owner, (same, own) -> own == 1 ? null : own - 1);
        all--;
    }

    /** Nothing waits any more. */
    void clear() {
        waiting.clear();
    }
}
