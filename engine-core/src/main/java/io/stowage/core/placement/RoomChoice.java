package io.stowage.core.placement;

import io.stowage.core.placement.Emptying.Mover;
import io.stowage.core.placement.Emptying.Occupied;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses few instances that together have what all tasks together take, and some more.
 *
 * <p>One after the other, always the one that does most for what is not covered yet. The less of a resource is covered, the more it counts,
 * by the square: so the scarce ones are not left over to the end, when only many small instances would help. Those of equal size are taken in
 * the order given.
 */
final class RoomChoice {

    private final List<List<Occupied>> bySize;
    private final List<Room> sizes;
    private final double[] total;

    /** @param there instances that are there anyway: what they have left counts as covered */
    RoomChoice(List<Occupied> instances, List<Occupied> there, List<Mover> tasks) {
        Map<Room, List<Occupied>> sorted = new LinkedHashMap<>();
        for (Occupied each : instances) {
            sorted.computeIfAbsent(sizeOf(each), key -> new ArrayList<>()).add(each);
        }
        this.bySize = new ArrayList<>(sorted.values());
        this.sizes = new ArrayList<>(sorted.keySet());
        this.total = new double[3];
        for (Mover task : tasks) {
            total[0] += task.demand().cpu();
            total[1] += task.demand().memory();
            total[2] += task.demand().gpus();
        }
        for (Occupied each : there) {
            for (int i = 0; i < total.length; i++) {
                total[i] = Math.max(0, total[i] - amount(sizeOf(each), i));
            }
        }
    }

    private static Room sizeOf(Occupied each) {
        InstanceSketch instance = each.instance();
        return new Room("", instance.remainingCpu(), instance.remainingMemory(), instance.remainingGpus());
    }

    /** So many that they have what is taken, and that share of it more; all of them if these have not so much. */
    List<Occupied> with(double more) {
        List<Occupied> chosen = new ArrayList<>();
        double[] needed = new double[total.length];
        double[] missing = new double[total.length];
        for (int i = 0; i < total.length; i++) {
            needed[i] = total[i] * (1 + more);
            missing[i] = needed[i];
        }
        int[] taken = new int[bySize.size()];
        int size = mostUseful(missing, needed, taken);
        while (size >= 0) {
            chosen.add(bySize.get(size).get(taken[size]++));
            for (int i = 0; i < missing.length; i++) {
                missing[i] = Math.max(0, missing[i] - amount(sizes.get(size), i));
            }
            size = mostUseful(missing, needed, taken);
        }
        return chosen;
    }

    /** The size of which one more does most; -1 if nothing is missing, or no room is left that helps. */
    private int mostUseful(double[] missing, double[] needed, int[] taken) {
        int best = -1;
        double most = 0;
        for (int size = 0; size < taken.length; size++) {
            boolean gone = taken[size] == bySize.get(size).size();
            double use = gone ? 0 : use(sizes.get(size), missing, needed);
            if (use > most) {
                most = use;
                best = size;
            }
        }
        return best;
    }

    private static double use(Room room, double[] missing, double[] needed) {
        double use = 0;
        for (int i = 0; i < missing.length; i++) {
            if (needed[i] > 0) {
                double price = missing[i] / needed[i];
                use += price * price * Math.min(amount(room, i), missing[i]) / needed[i];
            }
        }
        return use;
    }

    private static double amount(Room room, int resource) {
        return switch (resource) {
            case 0 -> room.cpu();
            case 1 -> room.memory();
            default -> room.gpus();
        };
    }
}
