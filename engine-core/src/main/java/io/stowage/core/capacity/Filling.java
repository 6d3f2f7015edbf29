package io.stowage.core.capacity;

import java.util.BitSet;
import java.util.List;

/** One machine while it is being filled. */
final class Filling {

    private final Waiting waiting;
    private final List<Boolean> suits;
    private final BitSet held;
    private int cpu;
    private int memory;
    private boolean closed;
    private int tasks;

    Filling(Waiting waiting, List<Boolean> suits, int cpu, int memory, BitSet held) {
        this.waiting = waiting;
        this.suits = suits;
        this.cpu = cpu;
        this.memory = memory;
        this.held = (BitSet) held.clone();
    }

    Filling(Waiting waiting, Kind kind) {
        this(waiting, kind.suits(), kind.cpu(), kind.memory(), new BitSet());
    }

    /** Whether anything can fit that needs as much as this. */
    boolean hasRoom(int leastCpu, int leastMemory) {
        return !closed && leastCpu <= cpu && leastMemory <= memory;
    }

    /** How many more tasks of a group fit, at most so many. */
    int room(int group, int wanted) {
        if (closed || wanted == 0 || !suits.get(group) || (waiting.exclusive[group] && tasks > 0)) {
            return 0;
        }
        int most = Math.min(times(cpu, waiting.cpu[group]), times(memory, waiting.memory[group]));
        if (waiting.exclusive[group] || !waiting.claims[group].isEmpty()) {
            most = waiting.claims[group].intersects(held) ? 0 : Math.min(1, most);
        }
        return Math.min(most, wanted);
    }

    private static int times(int free, int each) {
        return each == 0 ? Integer.MAX_VALUE : free / each;
    }

    void add(int group, int count) {
        if (count > 0) {
            change(group, count);
            held.or(waiting.claims[group]);
            closed |= waiting.exclusive[group];
        }
    }

    /** Takes back what was added last. */
    void remove(int group, int count) {
        if (count > 0) {
            change(group, -count);
            held.andNot(waiting.claims[group]);
            closed &= !waiting.exclusive[group];
        }
    }

    private void change(int group, int count) {
        cpu -= count * waiting.cpu[group];
        memory -= count * waiting.memory[group];
        tasks += count;
    }
}
