package io.stowage.testkit;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.CreateServiceRequest;
import io.stowage.Engine;
import io.stowage.PartitionRole;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.EngineBuilder;
import io.stowage.core.Stowage;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderBuilder;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.CloudHosts;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Engines in virtual time on one store, and a cloud where their machines come from; every invariant is checked. */
final class CloudRig {

    static final String CLUSTER = "harbour";
    static final String POOL = "pool";

    private static final Duration TICK = Duration.ofSeconds(1);

    final Simulation simulation;
    final SimulatedRuntimeProvider runtime;
    final CloudHosts hosts;
    final Invariants invariants;
    private final RecordingStateStore store;
    private final List<Member> members = new ArrayList<>();
    private final BiFunction<SimulatedCloud, Simulation, List<InstanceProvider>> providers;
    private int started;

    private record Member(VirtualWorld world, Engine engine) {

        boolean leads() {
            return engine.health().partitions().stream()
                    .anyMatch(partition -> partition.partition().equals("cluster/" + CLUSTER)
                            && partition.role() == PartitionRole.LEADER);
        }
    }

    CloudRig(long seed, int engines) {
        this(seed, engines, (cloud, simulation) -> List.of(new SimulatedInstanceProvider(cloud)));
    }

    CloudRig(long seed, int engines, BiFunction<SimulatedCloud, Simulation, List<InstanceProvider>> providers) {
        this.providers = providers;
        this.simulation = new Simulation(seed);
        this.runtime = new SimulatedRuntimeProvider(simulation);
        this.store = new RecordingStateStore(simulation);
        this.invariants = Invariants.watch(simulation, store, runtime);
        this.hosts = CloudHosts.open(simulation, runtime, Catalog.PLAIN);
        invariants.watch(hosts);
        for (int i = 0; i < engines; i++) {
            start();
        }
        any().clusters().create(CLUSTER);
    }

    SimulatedCloud cloud() {
        return hosts.cloud();
    }

    /** One more engine. */
    void start() {
        started++;
        VirtualWorld world = simulation.world("engine-" + started);
        EngineBuilder builder = Stowage.engine();
        providers.apply(cloud(), simulation).forEach(builder::instanceProvider);
        members.add(new Member(
                world,
                builder.name("engine-" + started)
                        .world(world)
                        .store(store)
                        .runtime(runtime)
                        .build()));
    }

    Engine any() {
        return members.get(0).engine();
    }

    List<Engine> all() {
        return members.stream().map(Member::engine).toList();
    }

    /** Kills the engine that leads, if one does. */
    void crashLeader() {
        members.stream().filter(Member::leads).findFirst().ifPresent(leader -> {
            leader.world().crash();
            members.remove(leader);
        });
    }

    static InstancePoolProviderBuilder pool(int maximumSize) {
        return InstancePoolProvider.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .machineTypes(List.of("small"))
                .availabilityZones(List.of("zone-a", "zone-b"))
                .maximumSize(maximumSize)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null));
    }

    /** The cluster's one capacity provider, by which tasks run unless they say otherwise. */
    void attach(InstancePoolProviderBuilder pool) {
        Engine engine = any();
        engine.capacityProviders().create(new CreateCapacityProviderRequest(POOL, pool.build(), null));
        put(List.of(POOL), List.of(new CapacityProviderStrategyItem(POOL, 1, 0)));
    }

    void put(List<String> providers, List<CapacityProviderStrategyItem> strategy) {
        any().clusters()
                .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(CLUSTER, providers, strategy));
    }

    /** A revision of which two tasks fit on the small machine. */
    String definition() {
        return Objects.requireNonNull(any().taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family("web")
                        .containerDefinitions(List.of(ContainerDefinition.builder()
                                .name("main")
                                .image("web")
                                .cpu(1_024)
                                .memory(1_024)
                                .stopTimeout(5)
                                .build()))
                        .build())
                .taskDefinition()
                .taskDefinitionArn());
    }

    /** The cluster's service, with so many tasks of {@link #definition()}. */
    void service(int tasks) {
        any().services()
                .create(CreateServiceRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName("web")
                        .taskDefinition(definition())
                        .desiredCount(tasks)
                        .build());
    }

    void scale(int tasks) {
        any().services()
                .update(UpdateServiceRequest.builder()
                        .cluster(CLUSTER)
                        .service("web")
                        .desiredCount(tasks)
                        .build());
    }

    void awaitRunning(int tasks, Duration atMost) {
        await(tasks + " tasks run", atMost, () -> tasks(TaskStatus.RUNNING) == tasks);
    }

    ClusterMirror mirror() {
        return invariants.mirror(CLUSTER);
    }

    long tasks(TaskStatus status) {
        long count = 0;
        for (Task task : mirror().tasks()) {
            count += task.lastStatus() == status ? 1 : 0;
        }
        return count;
    }

    /** How many container instances take tasks. */
    long connected() {
        return mirror().instances().stream()
                .filter(instance -> instance.agentConnected() && POOL.equals(instance.capacityProviderName()))
                .count();
    }

    int machines() {
        return cloud().alive().size();
    }

    void pass(Duration time) {
        simulation.runFor(time);
    }

    /** Waits until it is so; how long that took. */
    Duration await(String what, Duration atMost, BooleanSupplier so) {
        long begin = simulation.nanos();
        while (!so.getAsBoolean()) {
            if (simulation.nanos() - begin > atMost.toNanos()) {
                throw new AssertionError("Within " + atMost + " it did not come about that " + what + ". There are "
                        + cloud().alive() + ", " + List.copyOf(mirror().instances()) + " and "
                        + List.copyOf(mirror().tasks()));
            }
            simulation.runFor(TICK);
        }
        return Duration.ofNanos(simulation.nanos() - begin);
    }
}
