package io.stowage.testkit.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Leaves out of a list whatever is not needed for something to fail.
 *
 * <p>Large pieces first, as delta debugging does it: the list is cut into pieces, and each is left out if it still fails without it; then
 * the pieces are halved. So what has nothing to do with a failure, which is most of a run, goes in few attempts. At the end single
 * entries are left out until none of them can be: the result is minimal in that each entry is needed, though there may be a shorter one.
 *
 * @param <T> what the list is of
 */
final class Minimizer<T> {

    private final Predicate<List<T>> fails;
    private final BooleanSupplier goOn;

    /**
     * @param fails whether it still fails with these entries, in their order
     * @param goOn asked before each attempt; once it says no, what has been reached is the result
     */
    Minimizer(Predicate<List<T>> fails, BooleanSupplier goOn) {
        this.fails = fails;
        this.goOn = goOn;
    }

    /** The entries that are left of those with which it fails. */
    List<T> minimize(List<T> all) {
        List<T> left = List.copyOf(all);
        int size = Math.max(1, left.size() / 2);
        while (goOn.getAsBoolean()) {
            List<T> shorter = withoutPieces(left, size);
            if (size == 1 && shorter.size() == left.size()) {
                return left;
            }
            left = shorter;
            size = Math.max(1, size / 2);
        }
        return left;
    }

    /** Tries each piece of this size once, the last one first: what is late in a run hangs on what comes before it. */
    private List<T> withoutPieces(List<T> all, int size) {
        List<T> left = all;
        for (int end = all.size(); end > 0 && goOn.getAsBoolean(); end -= size) {
            List<T> shorter = new ArrayList<>(left.subList(0, Math.max(0, end - size)));
            shorter.addAll(left.subList(end, left.size()));
            if (fails.test(List.copyOf(shorter))) {
                left = shorter;
            }
        }
        return left;
    }
}
