package io.stowage.samples.autoscale;

import io.stowage.CapacityPlan;
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
import io.stowage.model.ContainerDefinition;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

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
    private final Map<Integer, Integer> plans = new ConcurrentHashMap<>();

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
        List<Task> tasks = tasks();
        int waiting = count(tasks, TaskStatus.PROVISIONING);
        int busy = (int) tasks.stream()
                .map(Task::containerInstanceArn)
                .filter(Objects::nonNull)
                .distinct()
                .count();
        int forThem = plans.computeIfAbsent(
                waiting, some -> some == 0 ? 0 : plan(some).machines().size());
        return new Moment(waiting, count(tasks, TaskStatus.RUNNING), cloud.alive(), busy + forThem);
    }

    /** Those that are to run, as they are at one instant: events tell of one after the other. */
    private List<Task> tasks() {
        List<String> arns = engine.tasks().list(CLUSTER).taskArns();
        return arns.isEmpty()
                ? List.of()
                : engine.tasks().describe(CLUSTER, arns).tasks();
    }

    private static int count(List<Task> tasks, TaskStatus status) {
        return (int) tasks.stream().filter(task -> task.lastStatus() == status).count();
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
