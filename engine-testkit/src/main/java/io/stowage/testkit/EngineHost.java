package io.stowage.testkit;

import io.stowage.Engine;
import io.stowage.PartitionRole;
import io.stowage.error.EcsException;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.StateStore;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the engine under test runs: starts it, crashes it, and asks it for things on behalf of a host application. */
final class EngineHost {

    private static final EngineParts.Ports PORTS = new EngineParts.Ports(
            (valueFrom, context) -> valueFrom.toCharArray(), WorkloadPolicy.platformDefault(), Authorizer.allowAll());

    private final String name;
    private final Simulation simulation;
    private final StateStore store;
    private final ContainerRuntimeProvider runtime;
    private final EngineFactory factory;
    private final Counts counts;
    private LaneModel laneModel = LaneModel.SOUND;
    private @Nullable VirtualWorld world;
    private @Nullable Engine engine;

    EngineHost(
            String name,
            Simulation simulation,
            StateStore store,
            ContainerRuntimeProvider runtime,
            EngineFactory factory,
            Counts counts) {
        this.name = name;
        this.simulation = simulation;
        this.store = store;
        this.runtime = runtime;
        this.factory = factory;
        this.counts = counts;
    }

    /** How the engine's calls behave from now on, also after a restart. */
    void laneModel(LaneModel model) {
        laneModel = model;
    }

    boolean isUp() {
        VirtualWorld present = world;
        return present != null && !present.isDead();
    }

    /** A new engine on the same store, if none is up. */
    void start() {
        if (isUp()) {
            return;
        }
        counts.add("engine started");
        VirtualWorld fresh = simulation.world(name);
        fresh.laneModels(lane -> laneModel);
        world = fresh;
        try {
            engine = factory.start(new EngineParts(name, fresh, store, runtime, PORTS));
        } catch (EcsException notNow) {
            counts.add("engine not started: " + notNow.getClass().getSimpleName());
            fresh.crash();
        }
    }

    String name() {
        return name;
    }

    /** Whether it leads the cluster, as far as it knows. */
    boolean leads(String partition) {
        Engine present = engine;
        return present != null
                && isUp()
                && present.health().partitions().stream()
                        .anyMatch(one -> one.partition().equals(partition) && one.role() == PartitionRole.LEADER);
    }

    /** Kills the engine after a while, whatever it is doing then; it starts again after another while. */
    void crashAfter(Duration delay, Duration downtime) {
        VirtualWorld victim = world;
        if (victim == null || victim.isDead()) {
            return;
        }
        simulation.schedule(delay, "crash", () -> {
            if (!victim.isDead()) {
                counts.add("engine crashed");
                victim.crash();
                startAfter(downtime);
            }
        });
    }

    void startAfter(Duration delay) {
        simulation.schedule(delay, "start", this::start);
    }

    /** Ends the engine in good order; it starts again after a while. */
    void restart(Duration downtime) {
        VirtualWorld present = world;
        Engine ending = engine;
        if (present != null && ending != null && !present.isDead()) {
            counts.add("engine closed");
            ending.close();
            present.close();
            startAfter(downtime);
        }
    }

    /**
     * An operation of the engine, counted by name. Empty if it was refused, or its outcome is unknown: because there is no engine, or it
     * crashed meanwhile.
     */
    <T> Optional<T> ask(String operation, Function<Engine, T> request) {
        Engine present = engine;
        if (present == null || !isUp()) {
            counts.add(operation + ": no engine");
            return Optional.empty();
        }
        try {
            T answer = request.apply(present);
            counts.add(operation);
            return Optional.of(answer);
        } catch (EcsException refused) {
            counts.add(operation + ": " + (isUp() ? refused.getClass().getSimpleName() : "crashed"));
            simulation.trace().add(String.valueOf(refused.getMessage()), simulation.nanos());
            return Optional.empty();
        }
    }
}
