package io.stowage.benchmarks.capacity;

import java.util.Arrays;
import java.util.List;

/**
 * The tasks that are worth most together on one machine, for machines of all sizes at once, by dynamic programming over cpu and memory. Tasks
 * count as a little less than they take, rounded down to whole steps, and as many of them as anybody likes: so no machine is ever worth more than
 * is said here.
 */
final class FullestMachines {

    static final int CPU_STEP = 200;
    static final int MEMORY_STEP = 993;
    private static final byte NONE = -1;

    private final int[] cpu;
    private final int[] memory;
    private final int width;
    private final double[] best;
    /** Which task comes last to what is best; none if a smaller machine is as good. */
    private final byte[] last;

    /** @param mostCpu of any machine; {@code mostMemory} likewise */
    FullestMachines(List<Pods.Size> kinds, int mostCpu, int mostMemory) {
        if (kinds.size() > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(kinds.size() + " kinds of tasks are too many");
        }
        cpu = kinds.stream().mapToInt(kind -> kind.cpu() / CPU_STEP).toArray();
        memory = kinds.stream().mapToInt(kind -> kind.memory() / MEMORY_STEP).toArray();
        width = mostMemory / MEMORY_STEP + 1;
        best = new double[(mostCpu / CPU_STEP + 1) * width];
        last = new byte[best.length];
    }

    /** Works it out anew for other worths. */
    void solve(double[] worth) {
        Arrays.fill(best, 0);
        Arrays.fill(last, NONE);
        for (int kind = 0; kind < worth.length; kind++) {
            if (worth[kind] > 0) {
                add((byte) kind, worth[kind]);
            }
        }
    }

    private void add(byte kind, double worth) {
        int step = cpu[kind] * width + memory[kind];
        for (int row = cpu[kind] * width; row < best.length; row += width) {
            for (int at = row + memory[kind]; at < row + width; at++) {
                double value = best[at - step] + worth;
                if (value > best[at]) {
                    best[at] = value;
                    last[at] = kind;
                }
            }
        }
    }

    /** The most that a machine of this size can be worth. */
    double worth(int machineCpu, int machineMemory) {
        return best[at(machineCpu, machineMemory)];
    }

    /** The tasks on it then. */
    int[] load(int machineCpu, int machineMemory) {
        int[] load = new int[cpu.length];
        int at = at(machineCpu, machineMemory);
        while (last[at] != NONE) {
            load[last[at]]++;
            at -= cpu[last[at]] * width + memory[last[at]];
        }
        return load;
    }

    private int at(int machineCpu, int machineMemory) {
        return machineCpu / CPU_STEP * width + machineMemory / MEMORY_STEP;
    }
}
