package io.stowage.core.placement;

import io.stowage.RebalancePlan.Improvement;
import io.stowage.core.placement.Rebalance.Movable;
import io.stowage.core.placement.Rebalance.Move;
import io.stowage.model.PlacementConstraintType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How one group is spread while tasks are moved, and which move is its best one next: of those that improve the first strategy that they
 * change, the one that improves it most, then the next strategy, and so on; then the target with the least left, where a strategy bin packs;
 * then the first target and the first source by their ids. On the source it is the newest task, as in scale-in.
 */
final class GroupBalance {

    /** More than any change of a sum of squares. */
    private static final long LAST_RESORT = 1L << 40;

    private final Rebalance.Group group;
    private final PlacementRequest request;
    private final List<MovedTasks> instances;
    private final Membership membership;
    private final boolean distinct;
    private final List<Measure> measures = new ArrayList<>();
    private final List<Criterion> packed = new ArrayList<>();
    /** By position. The newest task of each instance first. */
    private final TreeMap<Integer, Deque<Movable>> movable = new TreeMap<>();

    private final int[] classOf;
    private final int classes;
    /** The measure that is each instance's own; null if it isn't spread over. */
    private @Nullable Measure own;

    /** Which instances would take a task; null until somebody wants to know. */
    private @Nullable BitSet targets;

    private @Nullable Pair next;
    private boolean stale = true;

    /** How the tasks are spread over the values of one field. */
    private static final class Measure {
        final Criterion field;
        final Values.OfField values;
        final int[] counts;
        /** Tasks on instances without a value. */
        int without;

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

        int tasksWhere(int instance) {
            int value = values.of(instance);
            return value < 0 ? without : counts[value];
        }

        /** How a move changes the measure; below zero if it improves it. */
        long change(int from, int to) {
            int losing = values.of(from);
            int gaining = values.of(to);
            if (losing == gaining) {
                return 0;
            }
            long lost = losing < 0 ? -LAST_RESORT : 1 - 2L * counts[losing];
            long gained = gaining < 0 ? LAST_RESORT : 1 + 2L * counts[gaining];
            return lost + gained;
        }

        boolean mayImprove() {
            int most = Arrays.stream(counts).max().orElse(0);
            int least = Arrays.stream(counts).min().orElse(0);
            return most - least > 1 || (without > 0 && counts.length > 0);
        }

        Improvement of(int from, int to) {
            return new Improvement(
                    field.shared() ? "attribute:" + field.attribute() : "instanceId",
                    values.nameOf(from),
                    tasksWhere(from),
                    Objects.requireNonNull(values.nameOf(to)),
                    tasksWhere(to));
        }
    }

    /** A move from one instance to another. */
    private static final class Pair {
        final int from;
        final int to;
        final long[] changes;
        /** The first measure that it changes. */
        final int first;

        Pair(int from, int to, long[] changes, int first) {
            this.from = from;
            this.to = to;
            this.changes = changes;
            this.first = first;
        }
    }

    GroupBalance(Rebalance.Group group, List<MovedTasks> instances, Values values) {
        this.group = group;
        this.request = group.request();
        this.instances = instances;
        this.membership = Membership.of(request.constraints());
        this.distinct = request.constraints().stream()
                .anyMatch(constraint -> constraint.type() == PlacementConstraintType.DISTINCT_INSTANCE);
        Criterion.of(request.effectiveStrategies()).forEach(criterion -> sort(criterion, values));
        this.classOf = values.classes(measures.stream()
                .map(each -> each.field)
                .filter(Criterion::shared)
                .toList());
        this.classes = Arrays.stream(classOf).max().orElse(-1) + 1;
        group.tasksByInstance().forEach((id, tasks) -> count(values.positions().get(id), tasks));
        group.movable().stream()
                .sorted(Comparator.comparing(Movable::createdAt).reversed().thenComparing(Movable::taskId))
                .forEach(task -> add(task, values.positions().get(task.instanceId())));
    }

    private void sort(Criterion criterion, Values values) {
        switch (criterion.kind()) {
            case SPREAD_ATTRIBUTE -> measures.add(new Measure(criterion, values.of(criterion)));
            case SPREAD_INSTANCE -> {
                own = new Measure(criterion, values.of(criterion));
                measures.add(own);
            }
            case BINPACK_CPU, BINPACK_MEMORY -> packed.add(criterion);
            case RANDOM -> {
                // Nothing to measure.
            }
        }
    }

    private void count(@Nullable Integer position, int tasks) {
        if (position != null) {
            measures.forEach(measure -> measure.count(position, tasks));
        }
    }

    private void add(Movable task, @Nullable Integer position) {
        if (position != null) {
            movable.computeIfAbsent(position, each -> new ArrayDeque<>()).addLast(task);
        }
    }

    /** False if the counts alone tell that no move improves anything, wherever there is room. */
    boolean mayImprove() {
        return !movable.isEmpty() && measures.stream().anyMatch(Measure::mayImprove);
    }

    /** Whether a move improves anything; finds the best one. */
    boolean hasNext() {
        if (stale) {
            next = best();
            stale = false;
        }
        return next != null;
    }

    /** Whether its next move goes before that of another group; both have one. */
    boolean goesBefore(GroupBalance other) {
        Pair mine = Objects.requireNonNull(next);
        Pair theirs = Objects.requireNonNull(other.next);
        if (mine.first != theirs.first) {
            return mine.first < theirs.first;
        }
        int byGain = Long.compare(mine.changes[mine.first], theirs.changes[theirs.first]);
        return byGain != 0 ? byGain < 0 : group.name().compareTo(other.group.name()) < 0;
    }

    /** Makes the best move, of which there is one, and of which all groups hear. */
    Move move(List<GroupBalance> groups) {
        Pair pair = Objects.requireNonNull(next);
        Deque<Movable> tasks = Objects.requireNonNull(movable.get(pair.from));
        Movable task = tasks.removeFirst();
        if (tasks.isEmpty()) {
            movable.remove(pair.from);
        }
        MovedTasks from = instances.get(pair.from);
        MovedTasks to = instances.get(pair.to);
        Move move = new Move(
                group.name(),
                task.taskId(),
                from.id(),
                to.id(),
                measures.get(pair.first).of(pair.from, pair.to));
        from.go(request.demand(), request.group());
        to.come(request.demand(), request.group());
        count(pair.from, -1);
        count(pair.to, 1);
        stale = true;
        groups.forEach(each -> each.changed(pair.from, pair.to));
        return move;
    }

    /** Other tasks are on two instances now. */
    private void changed(int one, int other) {
        if (targets != null) {
            boolean same = targets.get(one) == takes(one) && targets.get(other) == takes(other);
            targets.set(one, takes(one));
            targets.set(other, takes(other));
            stale |= !same || !packed.isEmpty();
        }
    }

    private boolean takes(int position) {
        MovedTasks instance = instances.get(position);
        return Fits.misfits(request.demand(), instance) == 0
                && membership.admitsAsDescribed(instance)
                && membership.admitsByTasks(instance)
                && !(distinct && instance.tasksOfGroup(request.group()) > 0)
                && request.rules().refusal(instance) == null;
    }

    private BitSet targets() {
        BitSet found = targets;
        if (found == null) {
            found = new BitSet(instances.size());
            for (int i = 0; i < instances.size(); i++) {
                found.set(i, takes(i));
            }
            targets = found;
        }
        return found;
    }

    private @Nullable Pair best() {
        int[] sources = none();
        movable.keySet().forEach(i -> keep(sources, i, i0 -> own(i) > own(i0)));
        int[] goals = none();
        targets().stream().forEach(i -> keep(goals, i, i0 -> isBetterTarget(i, i0)));
        Pair best = null;
        for (int from : sources) {
            for (int to : goals) {
                Pair pair = from < 0 || to < 0 ? null : pair(from, to);
                if (pair != null && (best == null || isBetter(pair, best))) {
                    best = pair;
                }
            }
        }
        return best;
    }

    private int[] none() {
        int[] none = new int[classes];
        Arrays.fill(none, -1);
        return none;
    }

    /** Keeps the best one of each class, the first one of equals. */
    private void keep(int[] best, int position, IntPredicate isBetterThan) {
        int known = best[classOf[position]];
        if (known < 0 || isBetterThan.test(known)) {
            best[classOf[position]] = position;
        }
    }

    private int own(int position) {
        return own == null ? 0 : own.tasksWhere(position);
    }

    private boolean isBetterTarget(int one, int other) {
        int byOwn = Integer.compare(own(one), own(other));
        return byOwn != 0 ? byOwn < 0 : compareLeft(one, other) < 0;
    }

    private int compareLeft(int one, int other) {
        for (Criterion criterion : packed) {
            int byLeft =
                    Integer.compare(criterion.score(instances.get(one), 0), criterion.score(instances.get(other), 0));
            if (byLeft != 0) {
                return byLeft;
            }
        }
        return 0;
    }

    /** Null unless the first measure that it changes gets better. */
    private @Nullable Pair pair(int from, int to) {
        long[] changes = new long[measures.size()];
        int first = -1;
        for (int i = 0; i < changes.length; i++) {
            changes[i] = measures.get(i).change(from, to);
            if (first < 0 && changes[i] != 0) {
                first = i;
            }
        }
        return first >= 0 && changes[first] < 0 ? new Pair(from, to, changes, first) : null;
    }

    private boolean isBetter(Pair one, Pair other) {
        int byChanges = Arrays.compare(one.changes, other.changes);
        int byLeft = byChanges != 0 ? byChanges : compareLeft(one.to, other.to);
        int byTarget = byLeft != 0 ? byLeft : Integer.compare(one.to, other.to);
        return byTarget != 0 ? byTarget < 0 : one.from < other.from;
    }
}
