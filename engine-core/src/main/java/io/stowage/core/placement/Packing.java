package io.stowage.core.placement;

import io.stowage.core.placement.Emptying.Mover;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Puts tasks on instances, each where what is left is most alike to it: the ratio between cpu, memory and GPUs is what the instance can do without.
 * So none of them runs out where much is left of the others.
 *
 * <p>How alike is the cosine of the angle between both, each resource by its {@linkplain Weights weight}. Among equals it is the first instance.
 */
final class Packing {

    /** Asking an instance for all that a task needs is so many times as dear as comparing amounts. */
    private static final int COST_OF_ASKING = 20;

    private final List<InstanceSketch> rooms;
    private final Weights weights;
    private final Work work;
    private final int[] cpu;
    private final int[] memory;
    private final int[] gpus;
    private final int[] tasks;
    private final Deque<Placed> placed = new ArrayDeque<>();

    private record Placed(Mover task, int room) {}

    Packing(List<InstanceSketch> rooms, Weights weights, Work work) {
        this.rooms = rooms;
        this.weights = weights;
        this.work = work;
        this.cpu = rooms.stream().mapToInt(InstanceSketch::remainingCpu).toArray();
        this.memory = rooms.stream().mapToInt(InstanceSketch::remainingMemory).toArray();
        this.gpus = rooms.stream().mapToInt(InstanceSketch::remainingGpus).toArray();
        this.tasks = new int[cpu.length];
    }

    /** Puts the task on one; false if it fits nowhere, or the work is spent. */
    boolean add(Mover task) {
        work.spend(cpu.length);
        int best = work.spent() ? -1 : best(task);
        if (best >= 0) {
            book(task, best, true);
            placed.push(new Placed(task, best));
        }
        return best >= 0;
    }

    private int best(Mover task) {
        Demand demand = task.demand();
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int room = 0; room < cpu.length; room++) {
            if (Fits.amounts(demand, cpu[room], memory[room], gpus[room]) == 0) {
                double alike = alike(demand, room);
                if (alike > most && takes(room, task)) {
                    most = alike;
                    best = room;
                }
            }
        }
        return best;
    }

    private boolean takes(int room, Mover task) {
        work.spend(COST_OF_ASKING);
        InstanceSketch instance = rooms.get(room);
        return Fits.misfits(task.demand(), instance) == 0 && task.admission().admits(instance);
    }

    private void book(Mover task, int room, boolean there) {
        InstanceSketch instance = rooms.get(room);
        instance.sketch(task.demand(), task.admission().group(), there);
        cpu[room] = instance.remainingCpu();
        memory[room] = instance.remainingMemory();
        gpus[room] = instance.remainingGpus();
        tasks[room] += there ? 1 : -1;
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

    /** How many of the instances something was put on, without the first so many. */
    int usedFrom(int first) {
        int used = 0;
        for (int room = first; room < tasks.length; room++) {
            used += tasks[room] > 0 ? 1 : 0;
        }
        return used;
    }

    /** Takes all off again. */
    void undo() {
        while (!placed.isEmpty()) {
            Placed last = placed.pop();
            book(last.task, last.room, false);
        }
    }
}
