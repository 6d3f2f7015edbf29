package io.stowage.store.memory;

import java.time.Duration;

/**
 * How much a partition remembers of what is past.
 *
 * @param commitIds at most how many commit ids
 * @param tombstones at most how many removed records
 * @param age how long either is kept, if there is room
 */
record Limits(int commitIds, int tombstones, Duration age) {

    static final int COMMIT_IDS = 100_000;
    static final int TOMBSTONES = 20_000;
    static final Limits DEFAULT = new Limits(COMMIT_IDS, TOMBSTONES, Duration.ofHours(1));
}
