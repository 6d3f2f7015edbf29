package io.stowage.testkit.embedding;

import io.stowage.testkit.world.Simulation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** Virtual time in a zone. */
final class VirtualClock extends Clock {

    private final Simulation simulation;
    private final ZoneId zone;

    VirtualClock(Simulation simulation, ZoneId zone) {
        this.simulation = simulation;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new VirtualClock(simulation, other);
    }

    @Override
    public Instant instant() {
        return simulation.time();
    }
}
