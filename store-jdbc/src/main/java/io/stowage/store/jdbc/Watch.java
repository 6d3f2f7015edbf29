package io.stowage.store.jdbc;

import io.stowage.spi.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Lets any number of callers wait for changes of any number of partitions at the price of one small query now and then.
 *
 * <p>There is no thread of its own: of those that wait, whoever finds that it is time asks the database for all of them. While nothing
 * happens that is once in {@link #IDLE}; for a while after somebody else has changed something it is more often. What this store has
 * committed itself is known at once.
 */
final class Watch {

    static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LIVELY = Duration.ofMillis(100);
    /** What was seen in this time holds until somebody looks again; he may take a while. */
    private static final Duration LATELY = Duration.ofSeconds(10);

    private static final Duration STAYS_LIVELY = Duration.ofSeconds(3);

    private final Function<Collection<String>, Map<String, Revision>> look;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** How many wait for each partition. */
    private final Map<String, Integer> waiting = new TreeMap<>();
    /** Where partitions stood when they were seen last. */
    private final Map<String, Seen> known = new HashMap<>();

    /** @param at nanoseconds */
    private record Seen(Revision revision, long at) {}

    private boolean somebodyLooks;
    private long lookedAt;
    private long livelyUntil;
    private boolean closed;

    /** @param look where partitions stand: those that are there */
    Watch(Function<Collection<String>, Map<String, Revision>> look) {
        this.look = look;
        this.lookedAt = System.nanoTime() - IDLE.toNanos();
        this.livelyUntil = lookedAt;
    }

    /**
     * What this store has seen itself of a partition. What was seen while somebody looked may be newer than what he found.
     *
     * @param began when it began to look, or to commit: nanoseconds
     */
    void saw(String partition, Revision revision, long began) {
        lock.lock();
        try {
            Seen last = known.get(partition);
            if (last != null && last.at() - began > 0 && last.revision().number() > revision.number()) {
                return;
            }
            Seen before = known.put(partition, new Seen(revision, System.nanoTime()));
            if (before == null || !revision.equals(before.revision())) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a partition is somewhere else than it was, but no longer than that. One that was not seen lately may be somewhere else
     * already. An interrupted caller goes on at once.
     *
     * @return whether it may be somewhere else
     */
    boolean await(String partition, Revision after, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        lock.lock();
        try {
            waiting.merge(partition, 1, Integer::sum);
            while (!closed && isSeenAt(partition, after)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                long untilNextLook = lookedAt + pace().toNanos() - System.nanoTime();
                if (untilNextLook <= 0 && !somebodyLooks) {
                    lookForAll();
                } else {
                    long untilThen = somebodyLooks ? LIVELY.toNanos() : untilNextLook;
                    changed.awaitNanos(Math.min(left, untilThen));
                }
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            noLongerWaitsFor(partition);
            lock.unlock();
        }
    }

    private boolean isSeenAt(String partition, Revision revision) {
        Seen seen = known.get(partition);
        return seen != null && seen.revision().equals(revision) && System.nanoTime() - seen.at() < LATELY.toNanos();
    }

    private Duration pace() {
        return System.nanoTime() - livelyUntil < 0 ? LIVELY : IDLE;
    }

    private void noLongerWaitsFor(String partition) {
        if (waiting.merge(partition, -1, Integer::sum) == 0) {
            waiting.remove(partition);
        }
    }

    /** Asks the database without the lock. What it throws is for who asks; the next one tries again in a while. */
    private void lookForAll() {
        somebodyLooks = true;
        lookedAt = System.nanoTime();
        long began = lookedAt;
        List<String> names = new ArrayList<>(waiting.keySet());
        Map<String, Revision> found = null;
        lock.unlock();
        try {
            found = look.apply(names);
        } finally {
            lock.lock();
            somebodyLooks = false;
            lookedAt = System.nanoTime();
            if (found != null) {
                learn(names, found, began);
            }
        }
    }

    /** What was seen meanwhile may be newer than what was found. */
    private void learn(List<String> names, Map<String, Revision> found, long began) {
        boolean anything = false;
        for (String name : names) {
            Revision now = found.getOrDefault(name, Revision.NONE);
            Seen before = known.get(name);
            if (before == null || before.at() - began <= 0) {
                known.put(name, new Seen(now, lookedAt));
                anything |= before != null && !before.revision().equals(now);
            }
        }
        known.entrySet()
                .removeIf(entry -> !waiting.containsKey(entry.getKey())
                        && lookedAt - entry.getValue().at() > LATELY.toNanos());
        if (anything) {
            livelyUntil = lookedAt + STAYS_LIVELY.toNanos();
            changed.signalAll();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
