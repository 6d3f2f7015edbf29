package io.stowage.benchmarks;

import io.stowage.Engine;
import io.stowage.ListTasksRequest;
import io.stowage.ListTasksResponse;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.core.Stowage;
import io.stowage.core.world.World;
import io.stowage.model.Attribute;
import io.stowage.model.Cluster;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A cluster of simulated hosts under one engine, all in one thread. */
final class ScaleCluster implements AutoCloseable {

    /** As many as a service may have on ECS. */
    static final int MOST_PER_SERVICE = 5_000;

    private static final String NAME = "scale";
    private static final int CPU_PER_TASK = 128;
    private static final int MEMORY_PER_TASK = 128;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String DEFINITION = """
            {"family": "web", "containerDefinitions":
              [{"name": "main", "image": "web", "cpu": 128, "memory": 128, "essential": true}]}
            """;

    private final int tasks;
    private final int tasksPerService;
    private final Simulation simulation = new Simulation(42);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final NewTasks newTasks = new NewTasks();
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final Engine engine;

    /** A cluster with room for twice as many tasks. */
    ScaleCluster(int tasks, int instances) {
        this(tasks, MOST_PER_SERVICE, instances, world -> world);
    }

    /** @param worlds makes the engine's world of the virtual one, perhaps to look on */
    ScaleCluster(int tasks, int tasksPerService, int instances, UnaryOperator<World> worlds) {
        this.tasks = tasks;
        this.tasksPerService = tasksPerService;
        World world = worlds.apply(simulation.world("engine"));
        RecordingStateStore store = new RecordingStateStore(simulation);
        store.listen(newTasks);
        engine = Stowage.engine()
                .name(NAME)
                .world(world)
                .store(store)
                .runtime(runtime)
                .build();
        runtime.applications().define("web", Behaviour.SOUND);
        engine.clusters().create(NAME);
        int perInstance = 2 * (tasks / instances + 1);
        for (int i = 0; i < instances; i++) {
            register(runtime.addHost("host-" + i, perInstance * CPU_PER_TASK, perInstance * MEMORY_PER_TASK), i);
        }
        engine.taskDefinitions().register(DEFINITION);
        simulation.runFor(Duration.ofSeconds(30));
    }

    private void register(SimulatedHost host, int number) {
        hosts.add(host);
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(NAME)
                        .containerInstanceName(host.name())
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                        .attributes(List.of(new Attribute("ecs.availability-zone", "zone-" + number % 3, null, null)))
                        .build());
    }

    void createServices() {
        for (int made = 0; made < tasks; made += tasksPerService) {
            engine.services()
                    .create(NAME, service(made / tasksPerService), "web:1", Math.min(tasksPerService, tasks - made));
        }
    }

    static String service(int number) {
        return "web-" + number;
    }

    /** What images do from now on, and a revision that runs one of them. */
    void define(String image, Behaviour behaviour, String definition) {
        runtime.applications().define(image, behaviour);
        engine.taskDefinitions().register(definition);
    }

    /** Asks for something, as an operator does. */
    void update(UpdateServiceRequestBuilder request) {
        engine.services().update(request.cluster(NAME).build());
    }

    Service describe(int number) {
        return engine.services()
                .describe(NAME, List.of(service(number)))
                .services()
                .get(0);
    }

    /** What the tasks of a deployment need to start, whatever the engine does: the longest pull with what comes after it. */
    Duration longestStart(String deploymentId) {
        Map<String, SimulatedContainer> containers = new HashMap<>();
        hosts.forEach(host -> host.containers().forEach(container -> containers.put(container.runtimeId(), container)));
        Duration longest = Duration.ZERO;
        String next = null;
        do {
            ListTasksResponse page = engine.tasks()
                    .list(ListTasksRequest.builder()
                            .cluster(NAME)
                            .startedBy(deploymentId)
                            .nextToken(next)
                            .build());
            for (Task task : engine.tasks().describe(NAME, page.taskArns()).tasks()) {
                Duration pull = Duration.between(task.pullStartedAt(), task.pullStoppedAt());
                String container = task.containers().get(0).runtimeId();
                Duration start = pull.plus(
                        Objects.requireNonNull(containers.get(container)).readyAfter());
                longest = start.compareTo(longest) > 0 ? start : longest;
            }
            next = page.nextToken();
        } while (next != null);
        return longest;
    }

    /** Lets time pass. */
    void pass(Duration duration) {
        simulation.runFor(duration);
    }

    /** Virtual time since the beginning. */
    Duration elapsed() {
        return Duration.ofNanos(simulation.nanos());
    }

    /** How many tasks there were so far. */
    long tasksMade() {
        return newTasks.count();
    }

    void awaitRunning() {
        long deadline = simulation.nanos() + PATIENCE.toNanos();
        while (running() < tasks) {
            if (simulation.nanos() > deadline) {
                throw new IllegalStateException("after " + PATIENCE + " only " + running() + " of " + tasks + " run");
            }
            simulation.runFor(Duration.ofMillis(100));
        }
    }

    private int running() {
        Cluster cluster = engine.clusters().describe(NAME).clusters().get(0);
        return cluster.runningTasksCount();
    }

    /** Kills a container; returns the wall nanoseconds until its replacement is committed. */
    long replaceOne(int number) {
        SimulatedHost host = busyHost(number);
        SimulatedContainer victim = running(host).findFirst().orElseThrow();
        long known = newTasks.count();
        long began = System.nanoTime();
        kill(host, victim);
        while (newTasks.count() == known) {
            simulation.runFor(Duration.ofMillis(1));
        }
        long took = System.nanoTime() - began;
        simulation.runFor(Duration.ofSeconds(1));
        return took;
    }

    /** The next host from this one on that has a running container: services that don't need all instances leave some empty. */
    private SimulatedHost busyHost(int number) {
        int next = number;
        while (running(hosts.get(next % hosts.size())).findAny().isEmpty()) {
            next++;
        }
        return hosts.get(next % hosts.size());
    }

    private static Stream<SimulatedContainer> running(SimulatedHost host) {
        return host.containers().stream().filter(SimulatedContainer::isRunning);
    }

    private void kill(SimulatedHost host, SimulatedContainer victim) {
        RuntimeTarget target = new RuntimeTarget(
                NAME, "saboteur", SimulatedRuntimeProvider.properties(host), WorkloadPolicy.platformDefault());
        try (ContainerRuntime saboteur = runtime.connect(target)) {
            saboteur.kill(victim.name());
        } catch (ContainerRuntimeException refused) {
            throw new IllegalStateException("the host did not kill " + victim.name(), refused);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
