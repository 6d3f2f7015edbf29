package io.stowage.testkit.embedding;

import io.stowage.Engine;
import io.stowage.core.Stowage;
import io.stowage.model.ContainerInstance;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.NoSuchElementException;

/**
 * A whole engine for the tests of an application that embeds one: the real one, in virtual time, on hosts that exist only here.
 *
 * <p>Hand {@link #engine()} to your application instead of the engine it builds, and let it do what it does. Operations answer as ever,
 * and those that wait, such as {@code awaitSteadyState}, move virtual time on: hours pass in milliseconds, and nothing sleeps. Hosts,
 * images and the engine itself can be made to fail meanwhile. Everything that chance decides comes from the seed: a test passes or
 * fails the same way each time.
 *
 * <p>Each container instance that the application registers gets a host of its own. The engine's own rules are checked all along: that
 * one is broken is an {@link AssertionError}, and a defect of the engine's.
 *
 * <p>One test, one thread: not thread-safe.
 */
public final class VirtualEngine implements AutoCloseable {

    private static final String NAME = "engine";

    private final VirtualEngineBuilder setup;
    private final Simulation simulation;
    private final RecordingStateStore store;
    private final Invariants invariants;
    private final SimulatedRuntimeProvider hosts;
    private final VirtualRuntime runtime;
    private VirtualWorld world;
    private Engine engine;

    VirtualEngine(VirtualEngineBuilder setup) {
        this.setup = setup;
        this.simulation = new Simulation(setup.seed());
        this.store = new RecordingStateStore(simulation);
        this.hosts = new SimulatedRuntimeProvider(simulation);
        this.runtime = new VirtualRuntime(setup.runtimeName(), setup.hostCpu(), setup.hostMemory(), hosts);
        this.invariants = Invariants.watch(simulation, store, hosts);
        this.world = simulation.world(NAME);
        this.engine = build();
    }

    /** One that begins with defaults: {@code builder().build()}. */
    public static VirtualEngine create() {
        return builder().build();
    }

    /** To set what has no fitting default. */
    public static VirtualEngineBuilder builder() {
        return new VirtualEngineBuilder();
    }

    /**
     * The engine, to be handed to the application. After {@link #crashEngine} and {@link #restartEngine} it is another one, on the same
     * state, as after a restart of the application's process.
     */
    public Engine engine() {
        return engine;
    }

    /** Lets virtual time go by, and everything happen that is due. Does not wait. */
    public void pass(Duration time) {
        simulation.runFor(time);
    }

    /** Virtual time, for applications that take a clock. */
    public Clock clock() {
        return new VirtualClock(simulation, ZoneOffset.UTC);
    }

    /** The application in the images of this name, to say how it behaves. */
    public VirtualImage image(String image) {
        return new VirtualImage(image, hosts.applications());
    }

    /**
     * The host of a container instance.
     *
     * @param cluster the cluster's name
     * @param containerInstanceName the name that the instance was registered with
     * @throws NoSuchElementException if no such instance is registered
     */
    public VirtualHost host(String cluster, String containerInstanceName) {
        for (ContainerInstance instance : invariants.mirror(cluster).instances()) {
            if (containerInstanceName.equals(instance.containerInstanceName())) {
                String arn = instance.containerInstanceArn();
                SimulatedHost host = runtime.host(arn.substring(arn.lastIndexOf('/') + 1));
                if (host != null) {
                    return new VirtualHost(host);
                }
            }
        }
        throw new NoSuchElementException("Cluster " + cluster + " has no container instance " + containerInstanceName
                + ". Maybe it was registered under another name, or not yet.");
    }

    /**
     * The engine is gone, as if the application's process had been killed. What was under way may have its effect still, or may not.
     * Containers run on. Operations of that engine fail from now on; {@link #restartEngine} starts the next one. Idempotent.
     */
    public void crashEngine() {
        world.crash();
    }

    /** Starts an engine on the same state, as the application does when it starts again. One that is up is closed first. */
    public void restartEngine() {
        close();
        world = simulation.world(NAME);
        engine = build();
    }

    /** Closes the engine, if it is up; its containers run on. Idempotent. */
    @Override
    public void close() {
        if (!world.isDead()) {
            engine.close();
            world.close();
        }
    }

    private Engine build() {
        return Stowage.engine()
                .name(NAME)
                .world(world)
                .store(store)
                .runtime(runtime)
                .secrets(setup.secrets())
                .environmentFiles(setup.environmentFiles())
                .policy(setup.policy())
                .authorizer(setup.authorizer())
                .scaleInOrder(setup.scaleInOrder())
                .configuration(setup.configuration())
                .build();
    }
}
