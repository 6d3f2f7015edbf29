package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Answers how few instances would hold everything, and where everything would be then. It plans and changes nothing. By amounts alone: ports,
 * attributes and constraints are not asked. Pure.
 *
 * <p>How: it {@linkplain RoomChoice chooses} instances that together have what all tasks together take, and {@linkplain Packing packs} the
 * tasks into these, the largest first. If that doesn't work out, it chooses so many that a little more is there than is taken, and so on,
 * until everything has a place. The answer is good, not proven to be the best: that question has no quick exact answer.
 */
public final class Compaction {

    private static final int STEPS_TO_THE_DOUBLE = 400;

    private Compaction() {}

    /**
     * A packing.
     *
     * @param rooms those that are needed
     * @param roomOf for each of the tasks in the order given, the id of the room where it goes
     */
    public record Plan(List<Room> rooms, List<String> roomOf) {

        /** Copies the lists. */
        public Plan {
            rooms = List.copyOf(rooms);
            roomOf = List.copyOf(roomOf);
        }
    }

    /**
     * A plan in which every task has a place, on few of the rooms; empty if none was found.
     *
     * @param rooms what there is, with nothing in it; no two have the same id
     * @param tasks what each of the tasks takes, in any order
     */
    public static Optional<Plan> of(List<Room> rooms, List<Demand> tasks) {
        Weights weights = Weights.of(tasks);
        List<Integer> order = largestFirst(tasks, weights);
        RoomChoice choice = new RoomChoice(rooms, tasks);
        int tried = -1;
        for (int step = 0; step <= STEPS_TO_THE_DOUBLE; step++) {
            List<Room> chosen = choice.with((double) step / STEPS_TO_THE_DOUBLE);
            if (chosen.size() != tried) {
                tried = chosen.size();
                Optional<Plan> plan = pack(chosen, tasks, order, weights);
                if (plan.isPresent() || tried == rooms.size()) {
                    return plan;
                }
            }
        }
        return pack(rooms, tasks, order, weights);
    }

    private static List<Integer> largestFirst(List<Demand> tasks, Weights weights) {
        List<Integer> order = new ArrayList<>(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(task -> -weights.size(tasks.get(task))));
        return order;
    }

    private static Optional<Plan> pack(List<Room> rooms, List<Demand> tasks, List<Integer> order, Weights weights) {
        Packing packing = new Packing(rooms, weights);
        String[] roomOf = new String[tasks.size()];
        for (int task : order) {
            int room = packing.add(tasks.get(task));
            if (room < 0) {
                return Optional.empty();
            }
            roomOf[task] = rooms.get(room).id();
        }
        return Optional.of(new Plan(packing.used(), List.of(roomOf)));
    }
}
