package io.stowage.benchmarks.capacity;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.Engine;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.Stowage;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.CloudHosts;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.provider.SimulatedMachine;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** A cluster under one engine in virtual time, whose machines come from a cloud that never fails, by managed scaling with ECS's defaults. */
final class CloudCluster implements AutoCloseable {

    private static final String NAME = "harbour";
    private static final String POOL = "pool";
    private static final int MAXIMUM_SIZE = 5_000;
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Simulation simulation;
    private final SimulatedRuntimeProvider runtime;
    private final SimulatedCloud cloud;
    private final Engine engine;

    CloudCluster(long seed, Catalog catalog) {
        simulation = new Simulation(seed);
        runtime = new SimulatedRuntimeProvider(simulation);
        cloud = CloudHosts.open(simulation, runtime, catalog).cloud();
        engine = Stowage.engine()
                .name("capacity")
                .world(simulation.world("engine"))
                .store(new RecordingStateStore(simulation))
                .runtime(runtime)
                .instanceProvider(new SimulatedInstanceProvider(cloud))
                .build();
        engine.clusters().create(NAME);
        InstancePoolProvider pool = InstancePoolProvider.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .availabilityZones(catalog.availabilityZones())
                .maximumSize(MAXIMUM_SIZE)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null))
                .build();
        engine.capacityProviders().create(new CreateCapacityProviderRequest(POOL, pool, null));
        engine.clusters()
                .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(
                        NAME, List.of(POOL), List.of(new CapacityProviderStrategyItem(POOL, 1, 0))));
    }

    /** What containers of an image do from now on. */
    void define(String image, Behaviour behaviour) {
        runtime.applications().define(image, behaviour);
    }

    void service(String name, List<ContainerDefinition> containers, int tasks) {
        engine.taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family(name)
                        .containerDefinitions(containers)
                        .build());
        engine.services().create(NAME, name, name, tasks);
    }

    /** Waits until so many tasks run. */
    void awaitRunning(int tasks, Duration atMost) {
        long limit = simulation.nanos() + atMost.toNanos();
        while (running() != tasks) {
            if (simulation.nanos() > limit) {
                throw new IllegalStateException("after " + atMost + " only " + running() + " of " + tasks
                        + " tasks run, on " + cloud.alive().size() + " machines");
            }
            pass(STEP);
        }
    }

    int running() {
        Cluster cluster = engine.clusters().describe(NAME).clusters().get(0);
        return cluster.runningTasksCount();
    }

    void pass(Duration time) {
        simulation.runFor(time);
    }

    /** Every machine that there ever was. */
    Collection<SimulatedMachine> machines() {
        return cloud.machines();
    }

    /** How many machines were asked to end. */
    int ended() {
        return (int) machines().stream()
                .filter(machine -> machine.end() == SimulatedMachine.End.ASKED)
                .count();
    }

    /** How many containers were made so far. */
    int containers() {
        return runtime.truth().everyContainer().size();
    }

    @Override
    public void close() {
        engine.close();
    }
}
