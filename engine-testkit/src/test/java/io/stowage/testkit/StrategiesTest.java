package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.CreateServiceRequest;
import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.Engine;
import io.stowage.ListTasksRequest;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.Stowage;
import io.stowage.event.Subscription;
import io.stowage.event.TaskStateChange;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasks and services by capacity provider strategies, on whole engines whose invariants are checked. The cloud launches nothing: hosts come when the
 * test brings them.
 */
class StrategiesTest {

    private static final String CLUSTER = "harbour";
    private static final Duration LONG = Duration.ofMinutes(10);

    private Simulation simulation;
    private SimulatedRuntimeProvider runtime;
    private RecordingStateStore store;
    private SimulatedCloud cloud;
    private int hosts;
    private final Map<String, VirtualWorld> worlds = new LinkedHashMap<>();

    private void begin(long seed) {
        simulation = new Simulation(seed);
        runtime = new SimulatedRuntimeProvider(simulation);
        store = new RecordingStateStore(simulation);
        cloud = SimulatedCloud.in(simulation, Catalog.PLAIN);
        cloud.limit(0);
        Invariants unused = Invariants.watch(simulation, store, runtime);
    }

    private Engine engine(String name) {
        VirtualWorld world = simulation.world(name);
        worlds.put(name, world);
        return Stowage.engine()
                .name(name)
                .world(world)
                .store(store)
                .runtime(runtime)
                .instanceProvider(new SimulatedInstanceProvider(cloud))
                .build();
    }

    private static CapacityProviderStrategyItem item(String name, int weight, int base) {
        return new CapacityProviderStrategyItem(name, weight, base);
    }

    /** The cluster has two capacity providers, of which the one is its default. */
    private Engine open() {
        Engine engine = engine("one");
        engine.clusters().create(CLUSTER);
        for (String name : List.of("spot", "sure")) {
            engine.capacityProviders()
                    .create(new CreateCapacityProviderRequest(
                            name,
                            InstancePoolProvider.builder()
                                    .instanceProvider(SimulatedInstanceProvider.NAME)
                                    .machineTypes(List.of("small"))
                                    .availabilityZones(List.of("zone-a"))
                                    .maximumSize(10)
                                    .managedScaling(
                                            new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null))
                                    .build(),
                            null));
        }
        engine.clusters()
                .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(
                        CLUSTER, List.of("spot", "sure"), List.of(item("sure", 1, 0))));
        engine.taskDefinitions().register("""
                { "family": "web", "containerDefinitions": [
                    { "name": "main", "image": "web", "cpu": 256, "memory": 256, "stopTimeout": 5 } ] }""");
        return engine;
    }

    /** Four tasks fit on it. */
    private ContainerInstance host(Engine engine, String provider) {
        hosts++;
        SimulatedHost host = runtime.addHost("quay-" + hosts, 1024, 2048);
        ContainerInstance instance = engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName(host.name())
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(Map.of(SimulatedRuntimeProvider.HOST, host.name()))
                        .capacityProviderName(provider)
                        .build());
        simulation.runFor(Duration.ofSeconds(5));
        return instance;
    }

    private static Service create(Engine engine, int desired, CapacityProviderStrategyItem... strategy) {
        return engine.services()
                .create(CreateServiceRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName("shop")
                        .taskDefinition("web")
                        .desiredCount(desired)
                        .capacityProviderStrategy(List.of(strategy))
                        .build());
    }

    private static List<Task> tasks(Engine engine, DesiredStatus desired) {
        List<String> arns = engine.tasks()
                .list(ListTasksRequest.builder()
                        .cluster(CLUSTER)
                        .desiredStatus(desired)
                        .build())
                .taskArns();
        return arns.isEmpty()
                ? List.of()
                : engine.tasks().describe(CLUSTER, arns).tasks();
    }

    private static Map<String, Long> byProvider(Engine engine, TaskStatus status) {
        Map<String, Long> counts = new TreeMap<>();
        for (Task task : tasks(engine, DesiredStatus.RUNNING)) {
            if (task.lastStatus() == status) {
                counts.merge(String.valueOf(task.capacityProviderName()), 1L, Long::sum);
            }
        }
        return counts;
    }

    @Test
    void aServiceHasItsTasksWhereItsStrategySays() {
        begin(1);
        Engine engine = open();
        create(engine, 8, item("sure", 1, 2), item("spot", 2, 0));
        simulation.runFor(Duration.ofSeconds(10));
        assertThat(byProvider(engine, TaskStatus.PROVISIONING)).isEqualTo(Map.of("sure", 4L, "spot", 4L));
        host(engine, null);
        host(engine, "spot");
        assertThat(byProvider(engine, TaskStatus.PROVISIONING)).isEqualTo(Map.of("sure", 4L));
        host(engine, "sure");
        assertThat(engine.services().awaitSteadyState(CLUSTER, "shop", LONG).reached())
                .isTrue();
        assertThat(byProvider(engine, TaskStatus.RUNNING)).isEqualTo(Map.of("sure", 4L, "spot", 4L));
    }

    @Test
    void listenersHearThatATaskWaitsWhereItIsPlacedAndThatItRuns() {
        begin(2);
        Engine engine = open();
        List<Task> heard = new ArrayList<>();
        try (Subscription unused = engine.events().subscribe(event -> {
            if (event instanceof TaskStateChange change) {
                heard.add(change.detail());
            }
        })) {
            Task task = run(engine);
            assertThat(task.lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
            assertThat(task.capacityProviderName()).isEqualTo("sure");
            String instance = host(engine, "sure").containerInstanceArn();
            simulation.runFor(Duration.ofMinutes(1));
            assertThat(heard.get(0).containerInstanceArn()).isNull();
            assertThat(heard.get(1).containerInstanceArn()).isEqualTo(instance);
        }
        assertThat(heard.stream().map(Task::lastStatus).limit(2))
                .containsExactly(TaskStatus.PROVISIONING, TaskStatus.PENDING);
        assertThat(heard.get(heard.size() - 1).lastStatus()).isEqualTo(TaskStatus.RUNNING);
        for (int i = 0; i < heard.size(); i++) {
            assertThat(heard.get(i).version()).isEqualTo(i + 1L);
        }
    }

    private static Task run(Engine engine) {
        return engine.tasks()
                .run(RunTaskRequest.builder()
                        .cluster(CLUSTER)
                        .taskDefinition("web")
                        .build())
                .tasks()
                .get(0);
    }

    @Test
    void whoWaitsIsPlacedByTheEngineThatTakesOver() {
        begin(3);
        Engine one = open();
        Engine two = engine("two");
        create(one, 2, item("spot", 1, 0));
        Task task = run(one);
        simulation.runFor(Duration.ofSeconds(5));
        worlds.get("one").crash();
        simulation.runFor(Duration.ofMinutes(1));
        host(two, "spot");
        host(two, "sure");
        assertThat(two.services().awaitSteadyState(CLUSTER, "shop", LONG).reached())
                .isTrue();
        assertThat(byProvider(two, TaskStatus.RUNNING)).isEqualTo(Map.of("sure", 1L, "spot", 2L));
        assertThat(two.tasks().describe(CLUSTER, List.of(task.taskArn())).tasks())
                .singleElement()
                .satisfies(placed -> assertThat(placed.createdAt()).isEqualTo(task.createdAt()));
    }

    @Test
    void whoHasWaitedForHalfAnHourIsStoppedAndAServiceTriesAgain() {
        begin(4);
        Engine engine = open();
        create(engine, 1, item("spot", 1, 0));
        Task alone = run(engine);
        simulation.runFor(Duration.ofMinutes(31));
        List<Task> stopped = tasks(engine, DesiredStatus.STOPPED);
        assertThat(stopped).hasSize(2).allSatisfy(task -> {
            assertThat(task.lastStatus()).isEqualTo(TaskStatus.STOPPED);
            assertThat(task.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
            assertThat(task.stoppedReason()).isEqualTo("TaskFailedToStart: EMPTY CAPACITY PROVIDER");
            assertThat(task.stoppedAt())
                    .isBetween(
                            task.createdAt().plus(Duration.ofMinutes(30)),
                            task.createdAt().plus(Duration.ofMinutes(30).plusSeconds(1)));
        });
        assertThat(stopped).extracting(Task::taskArn).contains(alone.taskArn());
        assertThat(byProvider(engine, TaskStatus.PROVISIONING)).isEqualTo(Map.of("spot", 1L));
    }

    /** Hosts come and go, services grow and shrink, tasks are run and stopped, engines die: the invariants hold all along. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void whateverHappensInTheEndAllIsWhereItsStrategySays(long seed) {
        begin(seed);
        Random random = new Random(seed);
        Engine engine = open();
        create(engine, 3, item("sure", 1, 1), item("spot", 1, 0));
        List<String> instances = new ArrayList<>();
        for (int step = 0; step < 80; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 ->
                    instances.add(host(engine, List.of("spot", "sure").get(random.nextInt(2)))
                            .containerInstanceArn());
                case 2 -> {
                    if (!instances.isEmpty()) {
                        engine.containerInstances()
                                .deregister(new DeregisterContainerInstanceRequest(
                                        CLUSTER, instances.remove(random.nextInt(instances.size())), true));
                    }
                }
                case 3, 4 -> engine.services().scale(CLUSTER, "shop", random.nextInt(12));
                case 5 -> run(engine);
                case 6 -> {
                    List<Task> tasks = tasks(engine, DesiredStatus.RUNNING);
                    if (!tasks.isEmpty()) {
                        engine.tasks()
                                .stop(
                                        CLUSTER,
                                        tasks.get(random.nextInt(tasks.size())).taskArn(),
                                        "test");
                    }
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        worlds.get("one").crash();
                        simulation.runFor(Duration.ofSeconds(20));
                        engine = engine("one");
                        simulation.runFor(Duration.ofSeconds(20));
                    }
                }
            }
            simulation.runFor(Duration.ofSeconds(random.nextInt(90)));
        }
        engine.services().scale(CLUSTER, "shop", 6);
        for (int i = 0; i < 5; i++) {
            host(engine, "spot");
            host(engine, "sure");
            host(engine, "sure");
        }
        assertThat(engine.services().awaitSteadyState(CLUSTER, "shop", LONG).reached())
                .isTrue();
        assertThat(byProvider(engine, TaskStatus.PROVISIONING)).isEmpty();
    }
}
