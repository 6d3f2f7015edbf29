package io.stowage.core.engine;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for their turn, each for somebody: next is one of whoever has the fewest under way, and of these of whoever had a turn longest ago.
 * Of one's own calls the oldest is next. At most so many are under way at once, of one's own maybe fewer, and of whoever is on hold none is begun. Not
 * thread-safe.
 */
final class FairQueue {

    private final int atOnce;
    private final int atOnceOfOne;
    /** Those that have something waiting, the one that had a turn longest ago first. */
    private final Map<Object, Queue<Runnable>> waiting = new LinkedHashMap<>();

    private final Map<Object, Integer> underWay = new LinkedHashMap<>();
    /** Those on hold, and how often. */
    private final Map<Object, Integer> holds = new LinkedHashMap<>();

    private int all;

    FairQueue(int atOnce) {
        this(atOnce, atOnce);
    }

    /** @param atOnceOfOne how many of those under way may be of the same */
    FairQueue(int atOnce, int atOnceOfOne) {
        this.atOnce = atOnce;
        this.atOnceOfOne = atOnceOfOne;
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
        int fewest = atOnceOfOne;
        for (Object owner : waiting.keySet()) {
            int own = underWay.getOrDefault(owner, 0);
            if (own < fewest && !holds.containsKey(owner)) {
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

    /** None of its calls is begun until it is {@linkplain #goOn let go on}, as often as it is held. */
    void hold(Object owner) {
        holds.merge(owner, 1, Integer::sum);
    }

    void goOn(Object owner) {
        holds.computeIfPresent(owner, (same, times) -> times == 1 ? null : times - 1);
    }

    /** Nothing waits any more. */
    void clear() {
        waiting.clear();
    }
}
