package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts tasks into rooms, each where what is left is most alike to it: the ratio between cpu, memory and GPUs is what the room can do without.
 * So none of them runs out in a room where much is left of the others.
 *
 * <p>How alike is the cosine of the angle between both, each resource by its {@linkplain Weights weight}. Among equals it is the first room.
 */
final class Packing {

    private final List<Room> rooms;
    private final Weights weights;
    private final int[] cpu;
    private final int[] memory;
    private final int[] gpus;
    private final boolean[] used;

    Packing(List<Room> rooms, Weights weights) {
        this.rooms = rooms;
        this.weights = weights;
        this.cpu = rooms.stream().mapToInt(Room::cpu).toArray();
        this.memory = rooms.stream().mapToInt(Room::memory).toArray();
        this.gpus = rooms.stream().mapToInt(Room::gpus).toArray();
        this.used = new boolean[cpu.length];
    }

    /** Puts the task in; the room's number, or -1 if it fits nowhere. */
    int add(Demand task) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int room = 0; room < cpu.length; room++) {
            if (Fits.amounts(task, cpu[room], memory[room], gpus[room]) == 0) {
                double alike = alike(task, room);
                if (alike > most) {
                    most = alike;
                    best = room;
                }
            }
        }
        if (best >= 0) {
            cpu[best] -= task.cpu();
            memory[best] -= task.memory();
            gpus[best] -= task.gpus();
            used[best] = true;
        }
        return best;
    }

    /** The cosine, but for what is the same for all rooms. */
    private double alike(Demand task, int room) {
        double c = cpu[room] * weights.cpu();
        double m = memory[room] * weights.memory();
        double g = gpus[room] * weights.gpus();
        double product = c * task.cpu() * weights.cpu()
                + m * task.memory() * weights.memory()
                + g * task.gpus() * weights.gpus();
        double length = Math.sqrt(c * c + m * m + g * g);
        return length == 0 ? 0 : product / length;
    }

    /** The rooms that something is in. */
    List<Room> used() {
        List<Room> all = new ArrayList<>();
        for (int room = 0; room < used.length; room++) {
            if (used[room]) {
                all.add(rooms.get(room));
            }
        }
        return all;
    }
}
