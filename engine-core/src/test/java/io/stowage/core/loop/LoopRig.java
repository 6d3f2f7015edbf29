package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.agent.AttachedAgent;
import io.stowage.core.agent.ControlPlane;
import io.stowage.core.agent.Licence;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.deployment.BackoffSettings;
import io.stowage.core.event.EventHub;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.DescribeServices;
import io.stowage.core.operation.DescribeTasks;
import io.stowage.core.operation.Harbour;
import io.stowage.core.operation.RegisterContainerInstance;
import io.stowage.core.operation.RunTask;
import io.stowage.core.service.ReconcileSettings;
import io.stowage.core.state.Ids;
import io.stowage.core.store.StorePort;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.HealthCheck;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.RuntimeDescription;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A cluster's loop on a store in memory, whose agents take notes. */
final class LoopRig {

    static final String PREFIX = "arn:stowage:ecs:local:000000000000";
    /** The runtime whose hosts only engines of their place reach. */
    static final String LOCAL = "local";

    /** How long tasks wait for capacity. */
    static final Duration PROVISIONING_TIMEOUT = Duration.ofMinutes(30);

    static final LoopSettings SETTINGS = new LoopSettings(
            PREFIX,
            new LoopSettings.LeaseSettings(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(6)),
            new LoopSettings.RetentionSettings(Duration.ofHours(1), 1000, Duration.ofHours(2)),
            Duration.ofSeconds(40),
            new LoopSettings.ServiceSettings(
                    ReconcileSettings.DEFAULTS, BackoffSettings.DEFAULTS, Duration.ofMinutes(2)),
            limits(1000));

    final HandWorld world;
    final FakeStore store;
    /** This engine's way to the store. */
    final CutStore way;

    final EventHub events;
    /** The agents that were begun last, by instance. */
    final Map<String, NotedAgent> agents = new LinkedHashMap<>();

    /** Where this engine is, for instances of the runtime {@value #LOCAL}. */
    String place = "here";

    final LoopSettings settings;
    final String engineId;
    ClusterLoop loop;
    /** What the beginning of an agent throws; null if it succeeds. */
    @Nullable
    RuntimeException attachFails;

    private LoopRig(String engineId, HandWorld world, FakeStore store, LoopSettings settings) {
        this.world = world;
        this.events = new EventHub(world, 1000);
        this.engineId = engineId;
        this.store = store;
        this.way = new CutStore(store);
        this.settings = settings;
        this.loop = newLoop();
    }

    /** A loop that leads a cluster. */
    static LoopRig open() {
        return open(SETTINGS);
    }

    static LoopRig open(LoopSettings settings) {
        LoopRig rig = another(1, new FakeStore(), settings);
        rig.ask(Harbour.open(0));
        return rig;
    }

    static LoopSettings.Limits limits(int actionsPerTurn) {
        return new LoopSettings.Limits(actionsPerTurn, 100, PROVISIONING_TIMEOUT);
    }

    /** A loop of another engine on the same store; it leads if nobody else does. */
    static LoopRig another(int engine, FakeStore store, LoopSettings settings) {
        return begin(engine, new LoopRig("engine-" + engine, new HandWorld(), store, settings));
    }

    /** The same at some place. */
    static LoopRig at(String place, int engine, FakeStore store) {
        LoopRig rig = new LoopRig("engine-" + engine, new HandWorld(), store, SETTINGS);
        rig.place = place;
        return begin(engine, rig);
    }

    private static LoopRig begin(int engine, LoopRig rig) {
        // Each engine's ids are its own.
        for (int i = 0; i < 1000 * engine; i++) {
            rig.world.newId();
        }
        rig.loop.start();
        rig.world.settle();
        return rig;
    }

    /** A loop of a second engine on the same store, that has only been started. */
    static LoopRig starting(FakeStore store) {
        LoopRig rig = new LoopRig("engine-2", new HandWorld(), store, SETTINGS);
        rig.loop.start();
        return rig;
    }

    /** A loop of another engine on the same store and in the same world, that follows this one. */
    LoopRig follower(int engine) {
        LoopRig rig = starting(engine);
        world.settle();
        return rig;
    }

    /** The same, that has only been started. */
    LoopRig starting(int engine) {
        LoopRig rig = new LoopRig("engine-" + engine, world, store, settings);
        rig.loop.start();
        return rig;
    }

    private ClusterLoop newLoop() {
        LoopContext context = new LoopContext(
                engineId,
                world,
                new StorePort(way, world.lane("store", 1), Duration.ofSeconds(10)),
                RecordCodec::toJson,
                (type, json) -> RecordCodec.readStored(json, type),
                new Agents(),
                events);
        return new ClusterLoop("harbour", context, settings);
    }

    private final class Agents implements AgentFactory {

        @Override
        public AttachedAgent attach(
                String clusterName, ContainerInstance instance, Licence licence, ControlPlane controlPlane) {
            if (attachFails != null) {
                throw attachFails;
            }
            NotedAgent agent = new NotedAgent(instance, licence, controlPlane);
            agents.put(agent.instanceId, agent);
            return agent;
        }

        @Override
        public @Nullable String place(ContainerInstance instance) {
            return instance.runtime().equals(LOCAL) ? place : null;
        }
    }

    <T> CompletableFuture<T> submit(ClusterOperation<T> operation) {
        return loop.submit(operation);
    }

    /** Hands in an operation whose answer is nothing to wait for. */
    void handIn(ClusterOperation<?> operation) {
        CompletableFuture<?> unused = loop.submit(operation);
    }

    <T> T ask(ClusterOperation<T> operation) {
        CompletableFuture<T> answer = loop.submit(operation);
        world.settle();
        if (!answer.isDone()) {
            throw new AssertionError("no answer to " + operation + "; " + loop.health());
        }
        return answer.join();
    }

    /** What was answered: there is one thread, and it would wait for ever if nothing was. */
    static <T> T answer(CompletableFuture<T> given) {
        assertThat(given).isDone();
        return given.join();
    }

    /** Closes the loop, as far as it gets without time passing. */
    void close() {
        CompletableFuture<Void> closed = loop.close();
        world.settle();
        assertThat(closed).isDone();
    }

    void pass(Duration duration) {
        world.pass(duration);
    }

    NotedAgent agent(String instanceId) {
        return Objects.requireNonNull(agents.get(instanceId), instanceId);
    }

    /** The agent of the one instance that there is. */
    NotedAgent onlyAgent() {
        assertThat(agents).hasSize(1);
        return agents.values().iterator().next();
    }

    /** An instance of 1024 CPU units and 1024 MiB, its agent connected. */
    NotedAgent instance(String name) {
        NotedAgent agent = agent(register(name));
        agent.connect();
        world.settle();
        return agent;
    }

    String register(String name) {
        return register(name, Map.of());
    }

    String register(String name, Map<String, String> properties) {
        return register(name, "simulated", properties, new Registrar(engineId, null));
    }

    /** Registers an instance whose host is where this engine is. */
    String registerLocal(String name) {
        return registerLocalFor(engineId, name);
    }

    /** The same, while another engine leads. */
    String registerLocalThrough(LoopRig leader, String name) {
        return leader.register(name, LOCAL, Map.of(), new Registrar(engineId, place));
    }

    /** The same, as another engine of this place that took the call. */
    String registerLocalFor(String registrar, String name) {
        return register(name, LOCAL, Map.of(), new Registrar(registrar, place));
    }

    private String register(String name, String runtime, Map<String, String> properties, Registrar registrar) {
        ContainerInstance registered = ask(new RegisterContainerInstance(
                RegisterContainerInstanceRequest.builder()
                        .containerInstanceName(name)
                        .runtime(runtime)
                        .runtimeProperties(properties)
                        .build(),
                world.newId(),
                new RuntimeDescription("sim 1", 1024, 1024, List.of(), List.of(), Set.of(), List.of()),
                registrar));
        return Ids.shortId(registered.containerInstanceArn());
    }

    /** A definition of 256 CPU units and 256 MiB. */
    static TaskDefinition definition() {
        return TaskDefinition.builder()
                .taskDefinitionArn(PREFIX + ":task-definition/web:1")
                .family("web")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .cpu(256)
                        .memory(256)
                        .build()))
                .build();
    }

    static RunTask runTask() {
        return new RunTask(RunTaskRequest.builder().taskDefinition("web").build(), definition(), List.of());
    }

    String run() {
        return Ids.shortId(ask(runTask()).tasks().get(0).taskArn());
    }

    static CreateService service(String name, int desiredCount) {
        return new CreateService(
                CreateServiceRequest.builder()
                        .serviceName(name)
                        .taskDefinition("web")
                        .desiredCount(desiredCount)
                        .build(),
                definition(),
                "");
    }

    /** The same with health checks and with limits for rollouts. */
    static CreateService service(String name, int desiredCount, int minimumHealthyPercent, int maximumPercent) {
        TaskDefinition unchecked = definition();
        ContainerDefinition main = unchecked.containerDefinitions().get(0);
        TaskDefinition checked = unchecked.toBuilder()
                .taskDefinitionArn(PREFIX + ":task-definition/web:2")
                .revision(2)
                .containerDefinitions(List.of(main.toBuilder()
                        .healthCheck(new HealthCheck(List.of("CMD", "true"), null, null, null, null))
                        .build()))
                .build();
        return new CreateService(
                CreateServiceRequest.builder()
                        .serviceName(name)
                        .taskDefinition("web:2")
                        .desiredCount(desiredCount)
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .minimumHealthyPercent(minimumHealthyPercent)
                                .maximumPercent(maximumPercent)
                                .build())
                        .build(),
                checked,
                "");
    }

    /** The same with a circuit breaker. */
    static CreateService service(String name, int desiredCount, DeploymentCircuitBreaker breaker) {
        CreateService checked = service(name, desiredCount, 100, 200);
        DeploymentConfiguration limits =
                Objects.requireNonNull(checked.request().deploymentConfiguration());
        return new CreateService(
                checked.request().toBuilder()
                        .deploymentConfiguration(limits.toBuilder()
                                .deploymentCircuitBreaker(breaker)
                                .build())
                        .build(),
                checked.definition(),
                "");
    }

    @Nullable
    Task task(String taskId) {
        List<Task> tasks = ask(new DescribeTasks(List.of(taskId))).tasks();
        return tasks.isEmpty() ? null : tasks.get(0);
    }

    @Nullable
    Service service(String name) {
        List<Service> services = ask(new DescribeServices(List.of(name))).services();
        return services.isEmpty() ? null : services.get(0);
    }
}
