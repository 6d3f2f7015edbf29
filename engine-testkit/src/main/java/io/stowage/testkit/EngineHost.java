package io.stowage.testkit;

import io.stowage.Engine;
import io.stowage.PartitionRole;
import io.stowage.error.EcsException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.UnreliableStateStore;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where one engine under test runs: starts it, crashes it, lets it stand still, puts its clocks wrong, and asks it for things on behalf of a
 * host application.
 */
final class EngineHost {

    private static final int TRUE_RATE = 1_000;

    private final String name;
    private final String partition;
    private final Simulation simulation;
    private final UnreliableStateStore store;
    private final ContainerRuntimeProvider runtime;
    private final List<InstanceProvider> instances;
    private final HostApplication application;
    private final EngineFactory factory;
    private final Counts counts;
    private LaneModel laneModel = LaneModel.SOUND;
    private Duration wallOffset = Duration.ZERO;
    private int clockRate = TRUE_RATE;
    private @Nullable VirtualWorld world;
    private @Nullable Engine engine;

    /** What all engines of a run have in common. */
    record Surroundings(
            String cluster,
            Simulation simulation,
            SimulatedRuntimeProvider runtime,
            List<InstanceProvider> instances,
            HostApplication application,
            EngineFactory factory,
            Counts counts) {}

    EngineHost(String name, UnreliableStateStore store, Surroundings surroundings) {
        this.name = name;
        this.partition = "cluster/" + surroundings.cluster();
        this.simulation = surroundings.simulation();
        this.store = store;
        this.runtime = surroundings.runtime().from(name);
        this.instances = surroundings.instances();
        this.application = surroundings.application();
        this.factory = surroundings.factory();
        this.counts = surroundings.counts();
    }

    String name() {
        return name;
    }

    /** The store as this engine reaches it. */
    UnreliableStateStore store() {
        return store;
    }

    /** How the engine's calls behave from now on, also after a restart. */
    void laneModel(LaneModel model) {
        laneModel = model;
    }

    /** What is worked out in the engine's own process may take long, and always comes to an end. */
    private LaneModel laneModel(String lane) {
        return lane.equals("states") ? laneModel.withLost(0) : laneModel;
    }

    boolean isUp() {
        VirtualWorld present = world;
        return present != null && !present.isDead();
    }

    /** Whether it leads the cluster, as far as it knows. */
    boolean leads() {
        Engine present = engine;
        return present != null
                && isUp()
                && present.health().partitions().stream()
                        .anyMatch(one -> one.partition().equals(partition) && one.role() == PartitionRole.LEADER);
    }

    /** A new engine on the same store, if none is up. */
    void start() {
        if (isUp()) {
            return;
        }
        counts.add("engine started");
        VirtualWorld fresh = simulation.world(name);
        fresh.laneModels(this::laneModel);
        fresh.wallOffset(wallOffset);
        fresh.clockRate(clockRate);
        world = fresh;
        try {
            Engine started =
                    factory.start(new EngineParts(name, fresh, store, runtime, instances, application.ports()));
            engine = started;
            application.greet(started);
        } catch (EcsException notNow) {
            counts.add("engine not started: " + notNow.getClass().getSimpleName());
            fresh.crash();
        }
    }

    void startAfter(Duration delay) {
        simulation.schedule(delay, "start", this::start);
    }

    /** Kills the engine after a while, whatever it is doing then; it starts again after another while. */
    void crashAfter(Duration delay, Duration downtime) {
        VirtualWorld victim = world;
        if (victim != null && !victim.isDead()) {
            simulation.schedule(delay, "crash", () -> crash(victim, downtime));
        }
    }

    /** Kills the engine while its next call of this kind is under way; it starts again after a while. */
    void crashAtCall(Component component, Duration downtime) {
        VirtualWorld victim = world;
        if (victim != null) {
            victim.atNextCall(component, () -> crash(victim, downtime));
        }
    }

    private void crash(VirtualWorld victim, Duration downtime) {
        if (!victim.isDead()) {
            counts.add("engine crashed");
            struck(Fault.ENGINE_CRASHES);
            victim.crash();
            startAfter(downtime);
        }
    }

    /** The engine stands still for a while from its next call of this kind on. */
    void pauseAtCall(Component component, Duration duration) {
        VirtualWorld present = world;
        if (present != null) {
            present.atNextCall(component, () -> pause(duration));
        }
    }

    /** What was to happen at a call does not. */
    void noAmbush() {
        VirtualWorld present = world;
        if (present != null) {
            present.noAmbush();
        }
    }

    /** Ends the engine in good order; it starts again after a while. */
    void restart(Duration downtime) {
        VirtualWorld present = world;
        Engine ending = engine;
        if (present != null && ending != null && !present.isDead()) {
            counts.add("engine closed");
            struck(Fault.ENGINE_RESTARTS);
            ending.close();
            present.close();
            startAfter(downtime);
        }
    }

    /** The engine stands still for a while. */
    void pause(Duration duration) {
        VirtualWorld present = world;
        if (present != null && isUp()) {
            struck(Fault.ENGINE_PAUSES);
            present.pause(duration);
        }
    }

    /** The wall clock is off by this much from now on, also after a restart. */
    void wallOffset(Duration offset) {
        wallOffset = offset;
        VirtualWorld present = world;
        if (present != null && isUp()) {
            struck(Fault.CLOCK_STEPS);
            present.wallOffset(offset);
        }
    }

    /** The monotonic clock has this speed from the next start on. */
    void clockRate(int perMille) {
        clockRate = perMille;
    }

    /** Whether its monotonic clock is wrong. */
    boolean drifts() {
        return clockRate != TRUE_RATE;
    }

    /** The monotonic clock is right: for that, the engine is started anew. */
    void cureDrift() {
        if (drifts()) {
            clockRate = TRUE_RATE;
            restart(Duration.ofSeconds(1));
        }
    }

    /** Counts what lasts, while it has an effect. */
    void noteDrift() {
        if (drifts() && isUp()) {
            struck(Fault.CLOCK_DRIFTS);
        }
    }

    private void struck(Fault fault) {
        simulation.cells().hit(fault, Component.ENGINE);
        if (leads()) {
            simulation.cells().hit(fault, Component.LEASE);
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
