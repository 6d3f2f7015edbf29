package io.stowage.core.placement;

import io.stowage.core.placement.Emptying.Mover;
import io.stowage.core.placement.Emptying.Occupied;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Answers how few instances would hold everything, if all tasks that may move were placed anew. It plans on copies and leaves them as they were.
 *
 * <p>How: it {@linkplain RoomChoice chooses} instances that together have what all tasks together take, and {@linkplain Packing packs} the
 * tasks into these, the largest first, each where amounts, ports, attributes, constraints and filters allow it. If that doesn't work out, it
 * chooses so many that a little more is there than is taken, and so on, until everything has a place. Instances with something on them that has to
 * stay keep all that they have, and are filled as well. The answer is good, not proven to be the best: that question has no quick exact answer.
 *
 * <p>What it costs is counted, and when it was too much there is no answer: none at all where each task and each instance together are too many.
 */
public final class Compaction {

    private static final int STEPS_TO_THE_DOUBLE = 400;
    /** Some seconds: in looks at an instance. */
    private static final long MOST_WORK = 500_000_000;

    private final List<Occupied> instances;
    private final Work work;
    private final List<Occupied> fixed = new ArrayList<>();
    private final List<Occupied> free = new ArrayList<>();
    private final List<Mover> movers = new ArrayList<>();

    private Compaction(List<Occupied> instances, long mostWork) {
        this.instances = instances;
        this.work = new Work(mostWork);
        for (Occupied each : instances) {
            if (!each.fixed()) {
                movers.addAll(each.movers());
            }
            if (each.fixed()) {
                fixed.add(each);
            } else if (each.instance().active() && each.instance().connected()) {
                free.add(each);
            }
        }
    }

    /**
     * How many instances would have tasks; empty if no way was found.
     *
     * @param instances those without tasks among them, too. Of equal ones the first is taken first
     */
    public static OptionalInt of(List<Occupied> instances) {
        return of(instances, MOST_WORK);
    }

    /** The same with another bound: how many looks at an instance there may be. */
    static OptionalInt of(List<Occupied> instances, long mostWork) {
        return new Compaction(instances, mostWork).fewest();
    }

    private OptionalInt fewest() {
        if (!work.allows((long) movers.size() * instances.size())) {
            return OptionalInt.empty();
        }
        move(false);
        try {
            return search();
        } finally {
            move(true);
        }
    }

    /** Takes all tasks that may move off their instances, or puts them back. */
    private void move(boolean there) {
        for (Occupied each : instances) {
            for (Mover mover : each.fixed() ? List.<Mover>of() : each.movers()) {
                each.instance().sketch(mover.demand(), mover.admission().group(), there);
            }
        }
    }

    private OptionalInt search() {
        Weights weights = Weights.of(movers.stream().map(Mover::demand).toList());
        movers.sort(Comparator.comparingDouble(mover -> -weights.size(mover.demand())));
        OptionalInt onAll = pack(free, weights);
        RoomChoice choice = new RoomChoice(free, fixed, movers);
        int tried = -1;
        for (int step = 0; step <= STEPS_TO_THE_DOUBLE && onAll.isPresent() && !work.spent(); step++) {
            List<Occupied> chosen = choice.with((double) step / STEPS_TO_THE_DOUBLE);
            if (chosen.size() != tried) {
                tried = chosen.size();
                OptionalInt used = pack(chosen, weights);
                if (used.isPresent()) {
                    return used;
                }
            }
        }
        return onAll;
    }

    private OptionalInt pack(List<Occupied> chosen, Weights weights) {
        List<InstanceSketch> rooms = new ArrayList<>();
        fixed.forEach(each -> rooms.add(each.instance()));
        chosen.forEach(each -> rooms.add(each.instance()));
        Packing packing = new Packing(rooms, weights, work);
        boolean all = true;
        for (int i = 0; i < movers.size() && all; i++) {
            all = packing.add(movers.get(i));
        }
        int used = fixed.size() + packing.usedFrom(fixed.size());
        packing.undo();
        return all ? OptionalInt.of(used) : OptionalInt.empty();
    }
}
