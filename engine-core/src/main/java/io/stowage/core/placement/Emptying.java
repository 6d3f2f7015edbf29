package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds instances that could be emptied, and places on the others for their tasks. It plans on copies.
 *
 * <p>How: one instance after the other, the one with least on it first; those that take no tasks before all others. Its tasks are looked for a
 * place each, the largest first, where there is room and least is left: so that what is full gets fuller, and what may become empty stays so. If
 * one finds none, all stay where they are. Each instance is tried once; tasks that came to it from others go on with its own.
 *
 * <p>A {@link Treap} holds the instances that may take tasks, in the order of what they run out of first. Where that is less than the lesser of what
 * a task takes there is no room for it; from there on the first with enough left is searched for, and ports, attributes and constraints are asked of one
 * after the other. Where most of them refuse that can take long: so it is counted how many were looked at, and when it was too many the answer is
 * what was found until then.
 */
public final class Emptying {

    /** Some seconds. */
    private static final long MOST_WORK = 40_000_000;

    /** Asking an instance is so many times as dear as passing it by. */
    private static final int COST_OF_ASKING = 20;

    private static final int KEY_SCALE = 1_000_000_000;

    private final List<Occupied> occupied;
    private final long mostWork;
    private final Weights weights;
    private final double keyScale;
    private final Treap treap = new Treap();
    private final boolean[] target;
    private final List<List<Seat>> seats = new ArrayList<>();
    private int root;
    private long asked;

    /**
     * A task that could run elsewhere.
     *
     * @param admission what an instance has to meet; equal tasks share it
     */
    public record Mover(String taskArn, Demand demand, Admission admission) {}

    /**
     * An instance with tasks on it.
     *
     * @param movers its tasks, which the instance counts already
     * @param fixed whether something is on it that can't move
     */
    public record Occupied(InstanceSketch instance, List<Mover> movers, boolean fixed) {

        /** Copies the list. */
        public Occupied {
            movers = List.copyOf(movers);
        }
    }

    /** A task goes from one instance to another, by their ids. */
    public record Move(String taskArn, String from, String to) {}

    /**
     * What could be done.
     *
     * @param emptied ids of instances, in the order in which they were emptied
     * @param moves of their tasks, in that order
     * @param complete whether all instances were tried
     */
    public record Plan(List<String> emptied, List<Move> moves, boolean complete) {

        /** Copies the lists. */
        public Plan {
            emptied = List.copyOf(emptied);
            moves = List.copyOf(moves);
        }
    }

    /** A task on the instance with this index, now and before. */
    private static final class Seat {
        final Mover mover;
        int at;

        Seat(Mover mover, int at) {
            this.mover = mover;
            this.at = at;
        }
    }

    private Emptying(List<Occupied> occupied, long mostWork) {
        this.occupied = occupied;
        this.mostWork = mostWork;
        this.weights = Weights.of(occupied.stream()
                .flatMap(each -> each.movers().stream())
                .map(Mover::demand)
                .toList());
        this.target = new boolean[occupied.size()];
        this.keyScale = KEY_SCALE / Math.max(Double.MIN_NORMAL, mostLeft());
        treap.ensure(occupied.size() + 1);
        for (int i = 0; i < occupied.size(); i++) {
            List<Seat> here = new ArrayList<>();
            for (Mover mover : occupied.get(i).movers()) {
                here.add(new Seat(mover, i));
            }
            seats.add(here);
            target[i] = occupied.get(i).instance().active()
                    && occupied.get(i).instance().connected();
            putIn(i);
        }
    }

    /** On any instance: by putting tasks on it, it gets no more. */
    private double mostLeft() {
        double most = 0;
        for (Occupied each : occupied) {
            most = Math.max(most, Math.abs(left(each.instance())));
        }
        return most;
    }

    /**
     * Plans for instances, given in the order of their ids, each of which has something on it. Their sketches are left as they would be in the end,
     * but for those that were emptied.
     */
    public static Plan of(List<Occupied> occupied) {
        return of(occupied, MOST_WORK);
    }

    /** The same with another bound: how many instances may be looked at. */
    static Plan of(List<Occupied> occupied, long mostWork) {
        return new Emptying(occupied, mostWork).plan();
    }

    private Plan plan() {
        List<List<Seat>> before = seats.stream().map(List::copyOf).toList();
        List<Integer> emptied = new ArrayList<>();
        for (int i : leastOnThemFirst()) {
            if (!spent() && !occupied.get(i).fixed() && empty(i)) {
                emptied.add(i);
            }
        }
        List<Move> moves = new ArrayList<>();
        for (int i : emptied) {
            for (Seat seat : before.get(i)) {
                moves.add(new Move(seat.mover.taskArn(), id(i), id(seat.at)));
            }
        }
        return new Plan(emptied.stream().map(this::id).toList(), moves, !spent());
    }

    private boolean spent() {
        return treap.visits() + COST_OF_ASKING * asked > mostWork;
    }

    private String id(int index) {
        return occupied.get(index).instance().id();
    }

    private List<Integer> leastOnThemFirst() {
        double[] sizes = new double[occupied.size()];
        List<Integer> order = new ArrayList<>(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            for (Mover mover : occupied.get(i).movers()) {
                sizes[i] += weights.size(mover.demand());
            }
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> target[i]).thenComparingDouble(i -> sizes[i]));
        return order;
    }

    /** Whether a place was found for all that is on it. */
    private boolean empty(int from) {
        boolean wasTarget = target[from];
        takeOut(from);
        target[from] = false;
        Seat[] leaving = seats.get(from).toArray(Seat[]::new);
        Arrays.sort(leaving, Comparator.comparingDouble(seat -> -weights.size(seat.mover.demand())));
        int placed = 0;
        while (placed < leaving.length && seat(leaving[placed])) {
            placed++;
        }
        if (placed == leaving.length) {
            seats.get(from).clear();
            return true;
        }
        for (int i = placed - 1; i >= 0; i--) {
            book(leaving[i].at, leaving[i], false);
            leaving[i].at = from;
        }
        target[from] = wasTarget;
        putIn(from);
        return false;
    }

    private boolean seat(Seat seat) {
        int node = treap.first(
                root, leastKey(seat.mover.demand()), seat.mover.demand(), each -> takes(each - 1, seat.mover));
        if (node == 0) {
            return false;
        }
        seat.at = node - 1;
        book(seat.at, seat, true);
        return true;
    }

    /** Whether nothing but, perhaps, the amounts is in the way. Once the work is spent, nothing takes anything: it ends soon. */
    private boolean takes(int index, Mover mover) {
        asked++;
        if (spent()) {
            return false;
        }
        InstanceSketch instance = occupied.get(index).instance();
        return Fits.misfits(mover.demand(), instance) == 0 && mover.admission().admits(instance);
    }

    private void book(int index, Seat seat, boolean there) {
        takeOut(index);
        occupied.get(index)
                .instance()
                .sketch(seat.mover.demand(), seat.mover.admission().group(), there);
        if (there) {
            seats.get(index).add(seat);
        } else {
            seats.get(index).remove(seats.get(index).size() - 1);
        }
        putIn(index);
    }

    private void takeOut(int index) {
        if (target[index]) {
            root = treap.remove(root, index + 1);
        }
    }

    private void putIn(int index) {
        if (target[index]) {
            InstanceSketch instance = occupied.get(index).instance();
            treap.setKeys(index + 1, new int[] {(int) (left(instance) * keyScale), 0, 0}, index);
            treap.setLeft(index + 1, instance.remainingCpu(), instance.remainingMemory(), instance.remainingGpus());
            root = treap.insert(root, index + 1);
        }
    }

    /** What it runs out of first: the least of what is left of cpu and of memory, each by its weight. */
    private double left(InstanceSketch instance) {
        return least(instance.remainingCpu(), instance.remainingMemory());
    }

    private double least(int cpu, int memory) {
        return Math.min(weights.cpu() * cpu, weights.memory() * memory);
    }

    /** A task fits nowhere where less is left than the lesser of what it takes. One bit less, for what rounding may do. */
    private int leastKey(Demand demand) {
        return (int) (least(demand.cpu(), demand.memory()) * keyScale) - 1;
    }
}
