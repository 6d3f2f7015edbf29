package io.stowage.core.placement;

import io.stowage.RebalancePlan.Improvement;
import java.util.Arrays;
import java.util.Objects;

/**
 * How the tasks of a group are spread over the values of one field: the sum of the squares of how many tasks each value has. Tasks on instances
 * without a value are worse than any imbalance.
 */
final class Measure {

    /** More than any change of a sum of squares. */
    private static final long LAST_RESORT = 1L << 40;

    private final Criterion field;
    private final Values.OfField values;
    private final int[] counts;
    /** Tasks on instances without a value. */
    private int without;

    Measure(Criterion field, Values.OfField values) {
        this.field = field;
        this.values = values;
        this.counts = new int[values.count()];
    }

    void count(int instance, int by) {
        int value = values.of(instance);
        if (value < 0) {
            without += by;
        } else {
            counts[value] += by;
        }
    }

    /** The number of the instance's value; -1 if it has none. */
    int value(int instance) {
        return values.of(instance);
    }

    private int tasksWhere(int instance) {
        int value = values.of(instance);
        return value < 0 ? without : counts[value];
    }

    /** What becomes of the measure when a task goes away from the instance, to another value. */
    long lost(int from) {
        return values.of(from) < 0 ? -LAST_RESORT : 1 - 2L * tasksWhere(from);
    }

    /** What becomes of it when a task comes to the instance, from another value. */
    long gained(int to) {
        return values.of(to) < 0 ? LAST_RESORT : 1 + 2L * tasksWhere(to);
    }

    /** False if the counts alone tell that no move makes it better. */
    boolean mayImprove() {
        int most = Arrays.stream(counts).max().orElse(0);
        int least = Arrays.stream(counts).min().orElse(0);
        return most - least > 1 || (without > 0 && counts.length > 0);
    }

    /** What a move between instances of different values is good for. */
    Improvement of(int from, int to) {
        return new Improvement(
                field.shared() ? "attribute:" + field.attribute() : "instanceId",
                values.nameOf(from),
                tasksWhere(from),
                Objects.requireNonNull(values.nameOf(to)),
                tasksWhere(to));
    }
}
