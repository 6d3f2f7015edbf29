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
}
