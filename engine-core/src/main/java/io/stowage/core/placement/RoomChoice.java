package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses few rooms that together have what all tasks together take, and some more.
 *
 * <p>One after the other, always the room that does most for what is not covered yet. The less of a resource is covered, the more it counts,
 * by the square: so the scarce ones are not left over to the end, when only many small rooms would help. Rooms of equal size are taken in
 * the order given.
 */
final class RoomChoice {

    private final List<List<Room>> bySize;
    private final double[] total;

    RoomChoice(List<Room> rooms, List<Demand> tasks) {
        Map<Room, List<Room>> sizes = new LinkedHashMap<>();
        for (Room room : rooms) {
            Room size = new Room("", room.cpu(), room.memory(), room.gpus());
            sizes.computeIfAbsent(size, key -> new ArrayList<>()).add(room);
        }
        this.bySize = new ArrayList<>(sizes.values());
        this.total = new double[3];
        for (Demand task : tasks) {
            total[0] += task.cpu();
            total[1] += task.memory();
            total[2] += task.gpus();
        }
    }

    /** So many that they have what is taken, and that share of it more; all of them if these have not so much. */
    List<Room> with(double more) {
        List<Room> chosen = new ArrayList<>();
        double[] needed = new double[total.length];
        double[] missing = new double[total.length];
        for (int i = 0; i < total.length; i++) {
            needed[i] = total[i] * (1 + more);
            missing[i] = needed[i];
        }
        int[] taken = new int[bySize.size()];
        int size = mostUseful(missing, needed, taken);
        while (size >= 0) {
            Room room = bySize.get(size).get(taken[size]++);
            chosen.add(room);
            for (int i = 0; i < missing.length; i++) {
                missing[i] = Math.max(0, missing[i] - amount(room, i));
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
            List<Room> rooms = bySize.get(size);
            double use = taken[size] == rooms.size() ? 0 : use(rooms.get(0), missing, needed);
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
