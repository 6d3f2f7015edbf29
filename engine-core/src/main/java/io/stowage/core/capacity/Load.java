package io.stowage.core.capacity;

import java.util.List;

/** A machine with how many tasks of each group. The array is never changed. */
final class Load {

    private final Kind kind;
    private final int[] tasks;

    Load(Kind kind, int[] tasks) {
        this.kind = kind;
        this.tasks = tasks;
    }

    Kind kind() {
        return kind;
    }

    int[] tasks() {
        return tasks;
    }

    static long cost(List<Load> loads) {
        return loads.stream().mapToLong(load -> load.kind().cost()).sum();
    }

    /** Whether a machine of this kind holds these tasks. */
    static boolean fits(Waiting waiting, Kind kind, int[] tasks) {
        Filling filling = new Filling(waiting, kind);
        for (int g = 0; g < tasks.length; g++) {
            if (filling.room(g, tasks[g]) < tasks[g]) {
                return false;
            }
            filling.add(g, tasks[g]);
        }
        return true;
    }
}
