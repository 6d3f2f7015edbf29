package io.stowage.samples.autoscale;

import io.stowage.CapacityPlan;
import io.stowage.CapacityProviderReservation;
import io.stowage.CreateCapacityProviderRequest;
import io.stowage.CreateServiceRequest;
import io.stowage.Engine;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.EngineConfiguration.Limits;
import io.stowage.core.EngineConfiguration.ScaleIn;
import io.stowage.core.Stowage;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The engine of this run, with a cluster that has no machines but those that a capacity provider launches, and a service of sleepers. */
final class Site implements AutoCloseable {

    private static final String CLUSTER = "harbour";
    private static final String POOL = "pool";
    private static final String SERVICE = "sleepers";
    private static final String FAMILY = "sleeper";
    private static final Path SLEEP = Path.of("/bin/sleep");
    private static final int MAXIMUM_SIZE = 40;
    private static final int WARM_UP_SECONDS = 5;
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** ECS's are 15 minutes for each: too long to watch. */
    private static final ScaleIn AT_ONCE = new ScaleIn(1, 50, Duration.ofSeconds(10));

    private final Engine engine;
    private final Board board = new Board();

    Site(Path directory, Cloud cloud) {
        ProcessRuntimeProvider processes = ProcessRuntimeProvider.builder()
                .allowRoots(SLEEP)
                .stateDirectory(directory.resolve("processes"))
                .build();
        this.engine = Stowage.engine()
                .name("autoscale-cluster")
                .configuration(EngineConfiguration.builder()
                        .limits(Limits.defaults().scalingIn(AT_ONCE))
                        .build())
                .instanceProvider(cloud.provider())
                .runtime(new MachineRuntimes(cloud, processes))
                .build();
    }

    Board board() {
        return board;
    }

    /** Makes the service, without any task yet. */
    void open(Cloud cloud) {
        engine.clusters().create(CLUSTER);
        var unused = engine.events().subscribe(CLUSTER, board);
        createPool(cloud);
        createService();
    }

    private void createPool(Cloud cloud) {
        engine.capacityProviders()
                .create(new CreateCapacityProviderRequest(
                        POOL,
                        InstancePoolProvider.builder()
                                .instanceProvider(cloud.provider().name())
                                .properties(cloud.properties())
                                .machineTypes(cloud.machineTypes())
                                .maximumSize(MAXIMUM_SIZE)
                                .managedScaling(new ManagedScaling(
                                        ManagedScalingStatus.ENABLED, 100, null, null, WARM_UP_SECONDS))
                                .build(),
                        null));
        engine.clusters()
                .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(
                        CLUSTER, List.of(POOL), List.of(new CapacityProviderStrategyItem(POOL, 1, null))));
    }

    private void createService() {
        engine.taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family(FAMILY)
                        .containerDefinitions(List.of(ContainerDefinition.builder()
                                .name("main")
                                .image(SLEEP.toString())
                                .command(List.of("3600"))
                                .cpu(512)
                                .memory(512)
                                .build()))
                        .build());
        engine.services()
                .create(CreateServiceRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName(SERVICE)
                        .taskDefinition(FAMILY)
                        .desiredCount(0)
                        .placementStrategy(List.of(new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu")))
                        .build());
    }

    /** The machines that so many tasks would need. */
    CapacityPlan plan(int tasks) {
        return engine.capacity().plan(POOL, FAMILY, tasks);
    }

    void scale(int tasks) {
        engine.services().scale(CLUSTER, SERVICE, tasks);
    }

    /** How things are. */
    Moment moment(Cloud cloud) {
        CapacityProviderReservation reservation =
                engine.capacity().reservations(CLUSTER).get(0);
        return new Moment(reservation.provisioningTasks(), running(), cloud.alive(), (int)
                Math.round(reservation.capacityProviderReservation()));
    }

    private int running() {
        Cluster cluster = engine.clusters().describe(CLUSTER).clusters().get(0);
        return cluster.runningTasksCount();
    }

    /** Ends the engine alone. */
    void abandon() {
        engine.close();
    }

    /** Takes everything down, and the engine last. */
    @Override
    public void close() {
        try (engine) {
            List<String> tasks = engine.tasks().list(CLUSTER).taskArns();
            engine.services().forceDelete(CLUSTER, SERVICE);
            if (!tasks.isEmpty()) {
                engine.tasks().awaitStopped(CLUSTER, tasks, DEADLINE);
            }
            engine.clusters()
                    .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(CLUSTER, List.of(), List.of()));
            engine.capacityProviders().delete(POOL);
        }
    }
}
