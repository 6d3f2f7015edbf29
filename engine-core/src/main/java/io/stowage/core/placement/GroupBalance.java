package io.stowage.core.placement;

import io.stowage.core.placement.Rebalance.Movable;
import io.stowage.core.placement.Rebalance.Move;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How one group is spread while tasks are moved, and which move is its {@linkplain BestMove best one} next: of those that improve the first
 * strategy that they change, the one that improves it most, then the next strategy, and so on; then the target with the least left, where a
 * strategy bin packs; then the first target and the first source by their ids. On the source it is the newest task, as in scale-in.
 */
final class GroupBalance {

    /** Asking an instance whether it takes a task is so many times as dear as comparing it. */
    private static final int COST_OF_ASKING = 20;

    private final Rebalance.Group group;
    private final PlacementRequest request;
    private final List<MovedTasks> instances;
    private final Admission admission;
    private final Work work;
    private final List<Measure> measures = new ArrayList<>();
    private final List<Criterion> packed = new ArrayList<>();
    /** By position. The newest task of each instance first. */
    private final TreeMap<Integer, Deque<Movable>> movable = new TreeMap<>();

    /** Which instances would take a task; null until somebody wants to know. */
    private @Nullable BitSet targets;

    private BestMove.@Nullable Pair next;
    private boolean stale = true;

    GroupBalance(Rebalance.Group group, List<MovedTasks> instances, Values values, Work work) {
        this.group = group;
        this.request = group.request();
        this.instances = instances;
        this.admission = Admission.of(request);
        this.work = work;
        Criterion.of(request.effectiveStrategies()).forEach(criterion -> sort(criterion, values));
        group.tasksByInstance().forEach((id, tasks) -> count(values.positions().get(id), tasks));
        group.movable().stream()
                .sorted(Comparator.comparing(Movable::createdAt).reversed().thenComparing(Movable::taskId))
                .forEach(task -> add(task, values.positions().get(task.instanceId())));
    }

    private void sort(Criterion criterion, Values values) {
        switch (criterion.kind()) {
            case SPREAD_ATTRIBUTE, SPREAD_INSTANCE -> measures.add(new Measure(criterion, values.of(criterion)));
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
            int[] sources = movable.keySet().stream().mapToInt(i -> i).toArray();
            next = new BestMove(measures, this::compareLeft, work)
                    .of(sources, targets().stream().toArray());
            stale = false;
        }
        return next != null;
    }

    /** Whether its next move goes before that of another group; both have one. */
    boolean goesBefore(GroupBalance other) {
        BestMove.Pair mine = Objects.requireNonNull(next);
        BestMove.Pair theirs = Objects.requireNonNull(other.next);
        int first = mine.first();
        if (first != theirs.first()) {
            return first < theirs.first();
        }
        int byGain = Long.compare(mine.changes[first], theirs.changes[first]);
        return byGain != 0 ? byGain < 0 : group.name().compareTo(other.group.name()) < 0;
    }

    /** Makes the best move, of which there is one, and of which all groups hear. */
    Move move(List<GroupBalance> groups) {
        BestMove.Pair pair = Objects.requireNonNull(next);
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
                measures.get(pair.first()).of(pair.from, pair.to));
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
            changed(targets, one);
            changed(targets, other);
        }
    }

    private void changed(BitSet known, int position) {
        boolean before = known.get(position);
        boolean now = takes(position);
        known.set(position, now);
        stale |= before != now || (now && !packed.isEmpty());
    }

    private boolean takes(int position) {
        work.spend(COST_OF_ASKING);
        MovedTasks instance = instances.get(position);
        return Fits.misfits(request.demand(), instance) == 0 && admission.admits(instance);
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
}
