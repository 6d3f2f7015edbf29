package io.stowage.testkit.crash;

import io.stowage.Engine;
import io.stowage.error.EcsException;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.StateStore;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.EngineParts;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import org.jspecify.annotations.Nullable;

/** The place of one engine: a new one sits down some time after the one before has died, or was closed. */
final class Seat {

    private static final EngineParts.Ports PORTS = new EngineParts.Ports(
            (valueFrom, context) -> valueFrom.toCharArray(),
            (file, context) -> ("FILE=" + file.value()).toCharArray(),
            WorkloadPolicy.platformDefault(),
            Authorizer.allowAll());

    private final String name;
    private final Simulation simulation;
    private final EngineFactory factory;
    private final StateStore store;
    private final ContainerRuntimeProvider runtime;
    private LaneModel storeModel = LaneModel.SOUND;
    private @Nullable VirtualWorld world;
    private @Nullable Engine engine;
    /** Whether the engine is being closed, or was: asked again, it would not wait for its end. */
    private boolean closed;

    private long emptySince;

    Seat(
            String name,
            Simulation simulation,
            EngineFactory factory,
            StateStore store,
            ContainerRuntimeProvider runtime) {
        this.name = name;
        this.simulation = simulation;
        this.factory = factory;
        this.store = store;
        this.runtime = runtime;
    }

    /** The engine, if one is up. */
    @Nullable
    Engine engine() {
        VirtualWorld present = world;
        return present == null || present.isDead() ? null : engine;
    }

    /** Sees that nobody is there, or puts an engine there if nobody has been for long enough. */
    void look(long downtime) {
        if (engine() != null) {
            return;
        }
        if (engine != null) {
            engine = null;
            emptySince = simulation.nanos();
        }
        if (simulation.nanos() - emptySince >= downtime) {
            start();
        }
    }

    void start() {
        VirtualWorld fresh = simulation.world(name);
        world = fresh;
        fresh.laneModels(this::laneModel);
        closed = false;
        try {
            engine = factory.start(new EngineParts(name, fresh, store, runtime, PORTS));
        } catch (EcsException notNow) {
            fresh.crash();
            emptySince = simulation.nanos();
        }
    }

    /** How calls to the store behave from now on, also those of the engines that come next. */
    void storeModel(LaneModel model) {
        storeModel = model;
    }

    private LaneModel laneModel(String lane) {
        return Component.ofLane(lane) == Component.STORE ? storeModel : LaneModel.SOUND;
    }

    /** Whether this is the world of the engine that is here. */
    boolean isOf(VirtualWorld inQuestion) {
        return inQuestion.equals(world);
    }

    /** Ends the engine in good order, if one is up; it may crash at that, too. Nothing happens if that is under way. */
    void close() {
        Engine ending = engine();
        if (ending != null && world != null && !closed) {
            closed = true;
            ending.close();
            world.close();
        }
    }
}
