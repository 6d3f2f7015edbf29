package io.stowage.core.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pools that had no machine lately, and until when they aren't asked: for 15 seconds after the first refusal, twice as long after each
 * further one, at most for 10 minutes. Stored with the capacity provider, so that no new leader asks anew what has just been refused.
 *
 * @param pauses at most one of a pool
 */
public record PoolPauses(List<Pause> pauses) {

    /** No pool was refused. */
    public static final PoolPauses NONE = new PoolPauses(List.of());

    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * A pool that isn't asked for a while.
     *
     * @param refusals in a row
     * @param until this moment, not included
     */
    public record Pause(Pool pool, int refusals, Instant until) {}

    /** Copies the list. */
    public PoolPauses {
        pauses = List.copyOf(pauses);
    }

    /** Whether a pool may be asked. */
    public boolean isOpen(Pool pool, Instant now) {
        return !now.isBefore(opensAt(pool));
    }

    /** The first that may be asked; empty if none may. */
    public Optional<Pool> firstOpen(List<Pool> pools, Instant now) {
        return pools.stream().filter(pool -> isOpen(pool, now)).findFirst();
    }

    /** When the first of them may be asked, which may be long ago; empty if there is none. */
    public Optional<Instant> opensAt(List<Pool> pools) {
        return pools.stream().map(this::opensAt).min(Comparator.naturalOrder());
    }

    private Instant opensAt(Pool pool) {
        return pauses.stream()
                .filter(pause -> pause.pool().equals(pool) || pause.pool().equals(Pool.all(pool.purchase())))
                .map(Pause::until)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** After a pool had nothing. What was over for as long as the longest pause is forgotten. */
    public PoolPauses refused(Pool pool, Instant now) {
        List<Pause> changed = new ArrayList<>();
        int refusals = 1;
        for (Pause pause : pauses) {
            boolean forgotten = !now.isBefore(pause.until().plus(LONGEST));
            if (pause.pool().equals(pool)) {
                refusals = forgotten ? 1 : pause.refusals() + 1;
            } else if (!forgotten) {
                changed.add(pause);
            }
        }
        changed.add(new Pause(pool, refusals, now.plus(Doubling.of(FIRST, refusals - 1, LONGEST))));
        return new PoolPauses(changed);
    }

    /** After a pool had a machine. */
    public PoolPauses accepted(Pool pool) {
        return new PoolPauses(pauses.stream()
                .filter(pause -> !pause.pool().equals(pool) && !pause.pool().equals(Pool.all(pool.purchase())))
                .toList());
    }
}
