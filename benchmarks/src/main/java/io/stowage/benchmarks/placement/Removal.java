package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Room;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cell compaction: takes away one node after the other and packs everything anew, for as long as all has a place. What is to be taken away
 * first is filled last. Of nodes of one size, one is tried in vain; then the others of this size are left alone until another size could be
 * taken away: they are all alike.
 */
final class Removal {

    private static final long FIRST = 1;

    private final Heuristic heuristic;
    private final List<Demand> tasks;

    /** @param tasks the largest first, which is best for all of them */
    Removal(Heuristic heuristic, List<Demand> tasks) {
        this.heuristic = heuristic;
        this.tasks = tasks;
    }

    /**
     * How many nodes are left; all of them if not even these hold everything.
     *
     * @param seed of the order in which they are taken away; the smallest first for the first seed
     */
    int left(List<Room> nodes, long seed) {
        List<Room> ordered = new ArrayList<>(nodes);
        if (seed == FIRST) {
            ordered.sort(Comparator.comparingInt((Room node) -> -node.gpus()).thenComparingInt(node -> -node.cpu()));
        } else {
            Collections.shuffle(ordered, new Random(seed));
        }
        Heuristic.Packed packed = heuristic.pack(ordered, tasks);
        if (packed.unplaced() > 0) {
            return nodes.size();
        }
        List<Room> kept = packed.used();
        Set<Room> inVain = new LinkedHashSet<>();
        Room next = nextOf(kept, inVain);
        while (next != null) {
            List<Room> without = new ArrayList<>(kept);
            without.remove(next);
            packed = heuristic.pack(without, tasks);
            if (packed.unplaced() == 0) {
                kept = packed.used();
                inVain.clear();
            } else {
                inVain.add(sizeOf(next));
            }
            next = nextOf(kept, inVain);
        }
        return kept.size();
    }

    /** From the end. */
    private static @Nullable Room nextOf(List<Room> kept, Set<Room> inVain) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (!inVain.contains(sizeOf(kept.get(i)))) {
                return kept.get(i);
            }
        }
        return null;
    }

    private static Room sizeOf(Room node) {
        return new Room("", node.cpu(), node.memory(), node.gpus());
    }
}
