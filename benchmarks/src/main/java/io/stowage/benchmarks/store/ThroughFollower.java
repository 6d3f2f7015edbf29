package io.stowage.benchmarks.store;

import io.stowage.Engine;
import io.stowage.core.Stowage;
import io.stowage.spi.StateStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * How long an operation takes that is asked of an engine that doesn't lead, after silences of some lengths: it goes through the inbox to the leader, and
 * the answer comes back by the feed.
 */
final class ThroughFollower implements AutoCloseable {

    private static final String CLUSTER = "harbour";
    private static final String DEFINITION = """
            {"family": "web", "containerDefinitions":
              [{"name": "main", "image": "web", "cpu": 128, "memory": 128, "essential": true}]}
            """;
    private static final int[] SILENCES_MILLIS = {0, 1_000, 3_000, 9_000};
    /** Silences end at any moment of the engines' looks. */
    private static final int JITTER_MILLIS = 1_500;

    private final Engine leader;
    private final Engine follower;
    private final Random random = new Random(42);
    private int services;

    /** Two engines, each with a store of its own, as in two processes. */
    ThroughFollower(StateStore first, StateStore second) {
        leader = Stowage.engine().name("follower-benchmark").store(first).build();
        leader.clusters().create(CLUSTER);
        leader.taskDefinitions().register(DEFINITION);
        follower = Stowage.engine().name("follower-benchmark").store(second).build();
    }

    void measure(int operations, Map<String, Object> figures) throws InterruptedException {
        long unused = operate();
        for (int silence : SILENCES_MILLIS) {
            long[] millis = new long[operations];
            for (int i = 0; i < operations; i++) {
                Thread.sleep(silence == 0 ? 0 : silence + random.nextInt(JITTER_MILLIS));
                millis[i] = operate() / 1_000_000;
            }
            Arrays.sort(millis);
            figures.put("p50MillisAfter" + silence, millis[operations / 2]);
            figures.put("maxMillisAfter" + silence, millis[operations - 1]);
        }
    }

    private long operate() {
        long began = System.nanoTime();
        follower.services().create(CLUSTER, "web-" + services++, "web", 0);
        return System.nanoTime() - began;
    }

    @Override
    public void close() {
        follower.close();
        leader.close();
    }
}
