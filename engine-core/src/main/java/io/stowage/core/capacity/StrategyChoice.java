package io.stowage.core.capacity;

import io.stowage.model.CapacityProviderStrategyItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * ECS's capacity provider strategy: which capacity provider the next task gets.
 *
 * <p>First come the bases: a capacity provider gets tasks until it has as many as its base says. What is more is shared out by weight, so that
 * each next task goes where {@code (tasks - base) / weight} is least, and to the first of the strategy among equals. After as many tasks as
 * the weights make together each capacity provider has exactly its weight of them.
 *
 * <p>One of weight 0 gets its base and no more. The only one of a strategy gets every task, whatever its weight: a weight is a share, and there
 * is nobody to share with.
 */
public final class StrategyChoice {

    /**
     * One item of a strategy.
     *
     * @param capacityProvider its name
     * @param base how many tasks it gets before weights count
     * @param weight its share of the tasks beyond the bases
     */
    public record Item(String capacityProvider, int base, int weight) {

        /** Checks that nothing is negative. */
        public Item {
            if (base < 0 || weight < 0) {
                throw new IllegalArgumentException("base is " + base + " and weight is " + weight + " for "
                        + capacityProvider + "; neither may be less than 0");
            }
        }

        /** The same of a request, where what isn't said is 0. */
        public static Item of(CapacityProviderStrategyItem item) {
            return new Item(item.capacityProvider(), or0(item.base()), or0(item.weight()));
        }

        private static int or0(@Nullable Integer value) {
            return value == null ? 0 : value;
        }
    }

    private StrategyChoice() {}

    /**
     * The capacity provider of the next task; empty if none may have it: there are several, and what bases they have is used up.
     *
     * @param strategy in its own order
     * @param tasks how many tasks a capacity provider has already, of the same service or of the same request
     */
    public static Optional<String> next(List<Item> strategy, ToIntFunction<String> tasks) {
        int[] counts = counts(strategy, tasks);
        return next(strategy, counts).map(i -> strategy.get(i).capacityProvider());
    }

    /**
     * The capacity providers of the next tasks, one after the other; fewer than asked for if no more may be had.
     *
     * @param wanted how many tasks
     */
    public static List<String> next(List<Item> strategy, ToIntFunction<String> tasks, int wanted) {
        int[] counts = counts(strategy, tasks);
        List<String> chosen = new ArrayList<>();
        for (int n = 0; n < wanted; n++) {
            Optional<Integer> item = next(strategy, counts);
            if (item.isEmpty()) {
                return chosen;
            }
            counts[item.get()]++;
            chosen.add(strategy.get(item.get()).capacityProvider());
        }
        return chosen;
    }

    private static int[] counts(List<Item> strategy, ToIntFunction<String> tasks) {
        return strategy.stream()
                .mapToInt(item -> tasks.applyAsInt(item.capacityProvider()))
                .toArray();
    }

    private static Optional<Integer> next(List<Item> strategy, int[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < strategy.get(i).base()) {
                return Optional.of(i);
            }
        }
        return counts.length == 1 ? Optional.of(0) : byWeight(strategy, counts);
    }

    private static Optional<Integer> byWeight(List<Item> strategy, int[] counts) {
        int best = -1;
        for (int i = 0; i < counts.length; i++) {
            if (strategy.get(i).weight() > 0 && (best < 0 || isLess(strategy, counts, i, best))) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    /** Multiplied out, since shares that are equal must compare as equal. */
    private static boolean isLess(List<Item> strategy, int[] counts, int a, int b) {
        long left =
                ((long) counts[a] - strategy.get(a).base()) * strategy.get(b).weight();
        long right =
                ((long) counts[b] - strategy.get(b).base()) * strategy.get(a).weight();
        return left < right;
    }
}
