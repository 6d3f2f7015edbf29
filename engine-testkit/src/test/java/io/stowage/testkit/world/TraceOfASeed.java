package io.stowage.testkit.world;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.testkit.JunkHashes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs a crowd of actors that send each other messages, call out and set timers, and prints the trace.
 */
final class TraceOfASeed {

    private static final int ACTORS = 50;

    private TraceOfASeed() {}

    /** Arguments: the seed, and how many objects to hash by identity before anything else. */
    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        JunkHashes.make(Integer.parseInt(arguments[1]));
        System.out.println(trace(seed, Duration.ofMinutes(10)));
    }

    static String trace(long seed, Duration duration) {
        Simulation simulation = run(seed, duration);
        return simulation.trace().digest() + " " + simulation.steps();
    }

    static Simulation run(long seed, Duration duration) {
        Simulation simulation = new Simulation(seed);
        VirtualWorld world = simulation.world("toy");
        world.laneModels(
                lane -> LaneModel.SOUND.withSlow(10_000, Duration.ofSeconds(5)).withLost(5_000));
        List<Actor> actors = new ArrayList<>();
        Lane lane = world.lane("io", 8);
        for (int i = 0; i < ACTORS; i++) {
            actors.add(new Actor(world, world.strand("actor " + i), lane, actors));
        }
        actors.forEach(Actor::tick);
        simulation.runFor(duration);
        return simulation;
    }

    private static final class Actor {
        private final VirtualWorld world;
        private final Strand strand;
        private final Lane lane;
        private final List<Actor> all;
        private Cancellable watchdog = () -> {};

        Actor(VirtualWorld world, Strand strand, Lane lane, List<Actor> all) {
            this.world = world;
            this.strand = strand;
            this.lane = lane;
            this.all = all;
        }

        void tick() {
            strand.schedule(Duration.ofMillis(1 + world.random(500)), this::tick);
            watchdog.cancel();
            watchdog = strand.schedule(Duration.ofSeconds(10), () -> {});
            Actor other = all.get((int) world.random(all.size()));
            other.strand.execute(() -> {});
            strand.call(lane, Duration.ofSeconds(2), world::newId, this::hear);
        }

        private void hear(Outcome<String> outcome) {
            if (outcome instanceof Outcome.Success<String> success) {
                world.simulation().trace().add(Objects.requireNonNull(success.value()), 1);
            }
        }
    }
}
