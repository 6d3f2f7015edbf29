package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.List;

/**
 * Offers that are the same to every task: of one size and price, and with the same groups allowed.
 *
 * @param cost to be made least. A machine fewer decides between what costs the same
 */
record Kind(int cpu, int memory, long cost, List<Boolean> suits, List<Offer> offers) {

    private static final double MILLIONTHS = 1_000_000;
    private static final long MOST_MACHINES = 1 << 14;

    /** Whole numbers, since sums in another order must be the same. */
    static long cost(double price) {
        return Math.round(price * MILLIONTHS) * MOST_MACHINES + 1;
    }

    /** Whether no task can tell this kind from another one. */
    boolean isLike(Kind other) {
        return cpu == other.cpu && memory == other.memory && cost == other.cost && suits.equals(other.suits);
    }

    Kind with(Offer offer) {
        List<Offer> more = new ArrayList<>(offers);
        more.add(offer);
        return new Kind(cpu, memory, cost, suits, List.copyOf(more));
    }
}
