package io.stowage.testkit.world;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small seeded generator (SplitMix64), the same in every JVM.
 *
 * <p>Each purpose has a generator of its own, {@linkplain #derive derived} by name: one more draw for one purpose shifts no other.
 */
public final class SimulationRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int MILLION = 1_000_000;

    private final long origin;
    private long state;

    public SimulationRandom(long seed) {
        this.origin = mix(seed);
        this.state = origin;
    }

    /** An independent generator for a purpose. Depends on this one's seed and the name alone, not on what was drawn. */
    public SimulationRandom derive(String purpose) {
        return new SimulationRandom(origin ^ mix(hash(purpose)));
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** From 0 (inclusive) to {@code bound} (exclusive). */
    public long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound is " + bound + ", but must be positive.");
        }
        // The bias is below 2^-31 for every bound in use, and no invariant rests on uniformity.
        return Math.floorMod(nextLong() >>> 1, bound);
    }

    /** From {@code low} to {@code high}, both inclusive. */
    public int between(int low, int high) {
        return low + (int) below((long) high - low + 1);
    }

    /** From {@code low} to {@code high}, both inclusive, in nanoseconds. */
    public long between(Duration low, Duration high) {
        return low.toNanos() + below(high.toNanos() - low.toNanos() + 1);
    }

    /** True with this probability. */
    public boolean chance(int perMillion) {
        return perMillion > 0 && below(MILLION) < perMillion;
    }

    /**
     * One of several, told apart by their names; null if there is none. Each is as likely as any other, and whoever is chosen is chosen
     * again, by the same draw, when others have come or gone: the choice is for the highest of the numbers that names and draw make.
     */
    public <T> @Nullable T choose(Collection<T> among, Function<T, String> name) {
        long draw = nextLong();
        T chosen = null;
        long highest = Long.MIN_VALUE;
        for (T one : among) {
            long number = mix(draw ^ mix(hash(name.apply(one))));
            if (chosen == null || number > highest) {
                chosen = one;
                highest = number;
            }
        }
        return chosen;
    }

    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
