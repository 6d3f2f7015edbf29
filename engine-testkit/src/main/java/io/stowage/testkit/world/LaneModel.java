package io.stowage.testkit.world;

import java.time.Duration;

/**
 * How calls on a lane behave: a request takes some time to take effect, and its answer some time to arrive.
 *
 * @param minLatency the least time of either way
 * @param maxLatency the most time of either way, of an ordinary call
 * @param slowPerMillion how many calls take longer, up to {@code maxSlowLatency}
 * @param maxSlowLatency the most time of either way, of a slow call
 * @param lostPerMillion how many answers never arrive
 */
public record LaneModel(
        Duration minLatency, Duration maxLatency, int slowPerMillion, Duration maxSlowLatency, int lostPerMillion) {

    /** What a local call is like on a good day: up to two milliseconds. */
    public static final LaneModel SOUND = of(Duration.ofNanos(50_000), Duration.ofMillis(2));

    /** Nothing slow, nothing lost. */
    public static LaneModel of(Duration minLatency, Duration maxLatency) {
        return new LaneModel(minLatency, maxLatency, 0, maxLatency, 0);
    }

    public LaneModel withSlow(int perMillion, Duration maxSlowLatency) {
        return new LaneModel(minLatency, maxLatency, perMillion, maxSlowLatency, lostPerMillion);
    }

    public LaneModel withLost(int perMillion) {
        return new LaneModel(minLatency, maxLatency, slowPerMillion, maxSlowLatency, perMillion);
    }

    boolean drawSlow(SimulationRandom random) {
        return random.chance(slowPerMillion);
    }

    long drawLatency(SimulationRandom random) {
        return random.between(minLatency, maxLatency);
    }

    long drawSlowLatency(SimulationRandom random) {
        return random.between(minLatency, maxSlowLatency);
    }

    boolean drawLost(SimulationRandom random) {
        return random.chance(lostPerMillion);
    }
}
