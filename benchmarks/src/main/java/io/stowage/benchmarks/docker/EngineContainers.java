package io.stowage.benchmarks.docker;

import com.github.dockerjava.api.model.Container;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.EngineConfiguration.Agents;
import io.stowage.core.EngineConfiguration.Scheduling;
import io.stowage.core.Stowage;
import io.stowage.event.Subscription;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Resource;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.runtime.docker.DockerRuntimeProvider;
import io.stowage.runtime.docker.PullBehavior;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The same by an engine in this process, with one container instance on the daemon. */
final class EngineContainers implements AutoCloseable {

    static final String CLUSTER = "stowage-benchmark";

    private static final String SERVICE = "sleepers";
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration KEPT_AFTER_STOP = Duration.ofSeconds(1);
    private static final String LABEL = "io.stowage.cluster";
    private static final String TASK = "io.stowage.task";

    private final Host host;
    private final Engine engine;
    private final Subscription subscription;
    private final Map<String, Task> tasks = new HashMap<>();

    EngineContainers(Host host, String address, String networkMode) {
        this.host = host;
        engine = Stowage.engine()
                .name("docker-benchmark")
                .runtime(DockerRuntimeProvider.builder()
                        .pullBehavior(PullBehavior.PREFER_CACHED)
                        .build())
                .configuration(configuration())
                .build();
        subscription = engine.events().subscribe(event -> {
            if (event instanceof TaskStateChange change) {
                learn(change.detail());
            }
        });
        engine.clusters().create(CLUSTER);
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName("here")
                        .runtime("docker")
                        .runtimeProperties(Map.of("host", address))
                        .totalResources(List.of(Resource.integer("CPU", 1 << 20), Resource.integer("MEMORY", 1 << 20)))
                        .build());
        for (int revision = 1; revision <= 2; revision++) {
            engine.taskDefinitions().register(definition(networkMode));
        }
    }

    /** Nothing waits: not for health, and not for the last crash to be long ago; as Swarm is told by a restart delay of 0. */
    private static EngineConfiguration configuration() {
        Agents agents = Agents.defaults();
        Scheduling scheduling = Scheduling.defaults();
        return EngineConfiguration.builder()
                .agents(new Agents(
                        agents.listPeriod(),
                        KEPT_AFTER_STOP,
                        agents.calls(),
                        agents.pulls(),
                        agents.healthChecks(),
                        agents.deadlines()))
                .scheduling(new Scheduling(
                        Duration.ZERO,
                        scheduling.firstStartDelay(),
                        scheduling.longestStartDelay(),
                        scheduling.startDelayJitterPercent(),
                        scheduling.unhealthyAtOnce(),
                        Duration.ofMillis(1),
                        scheduling.replaceLostAfter()))
                .build();
    }

    private static String definition(String networkMode) {
        return """
                {"family": "sleep", "networkMode": "%s", "containerDefinitions":
                  [{"name": "main", "image": "%s", "command": ["sleep", "3600"], "cpu": 1, "memory": %d, "stopTimeout": %d}]}
                """.formatted(networkMode, Host.IMAGE, Host.MEMORY_BYTES >> 20, Host.STOP_SECONDS);
    }

    private synchronized void learn(Task task) {
        tasks.put(task.taskArn(), task);
        notifyAll();
    }

    /** Starts so many, kills one until another is in its place, and rolls all. They are gone when this returns. */
    void round(int count, Times times) throws InterruptedException {
        times.started(start(count));
        times.replaced(replace(count, host::kill));
        times.rolled(roll(count));
        clear();
    }

    double start(int count) throws InterruptedException {
        long began = System.nanoTime();
        engine.services().create(CLUSTER, SERVICE, "sleep:1", count);
        await(known -> count(known, TaskStatus.RUNNING, "sleep:1") == count);
        double took = Times.since(began);
        host.requireRunning(LABEL, CLUSTER, count);
        return took;
    }

    /** Changes how many there are, and returns when they run. */
    void scale(int count) throws InterruptedException {
        engine.services()
                .update(UpdateServiceRequest.builder()
                        .cluster(CLUSTER)
                        .service(SERVICE)
                        .desiredCount(count)
                        .build());
        await(known -> count(known, TaskStatus.RUNNING, "sleep:1") == count);
        host.requireRunning(LABEL, CLUSTER, count);
    }

    /** How many seconds it takes until a task is STOPPED to whose container something was done. */
    double notice(Mischief mischief) throws InterruptedException {
        Container victim = host.running(LABEL, CLUSTER).get(0);
        String victimTask = "/" + Objects.requireNonNull(victim.getLabels().get(TASK));
        long began = System.nanoTime();
        mischief.to(victim.getId());
        await(known -> known.values().stream()
                .anyMatch(task -> task.taskArn().endsWith(victimTask) && task.lastStatus() == TaskStatus.STOPPED));
        return Times.since(began);
    }

    /** What is done to a container behind the engine's back. */
    interface Mischief {
        void to(String containerId);
    }

    double replace(int count, Mischief mischief) throws InterruptedException {
        Container victim = host.running(LABEL, CLUSTER).get(0);
        String victimTask = Objects.requireNonNull(victim.getLabels().get(TASK));
        long began = System.nanoTime();
        mischief.to(victim.getId());
        await(known -> known.values().stream()
                        .filter(task -> task.lastStatus() == TaskStatus.RUNNING)
                        .filter(task -> !task.taskArn().endsWith("/" + victimTask))
                        .count()
                == count);
        double took = Times.since(began);
        host.requireRunning(LABEL, CLUSTER, count);
        host.requireRunning(TASK, victimTask, 0);
        return took;
    }

    private double roll(int count) throws InterruptedException {
        long began = System.nanoTime();
        engine.services().update(CLUSTER, SERVICE, "sleep:2");
        await(known -> count(known, TaskStatus.RUNNING, "sleep:2") == count
                && count(known, TaskStatus.STOPPED, "sleep:1") > count
                && known.values().stream().allMatch(EngineContainers::isDoneOrNew));
        double took = Times.since(began);
        host.requireRunning(LABEL, CLUSTER, count);
        return took;
    }

    private static boolean isDoneOrNew(Task task) {
        return task.lastStatus() == TaskStatus.STOPPED
                || task.taskDefinitionArn().endsWith("sleep:2");
    }

    private static int count(Map<String, Task> known, TaskStatus status, String definition) {
        return (int) known.values().stream()
                .filter(task -> task.lastStatus() == status)
                .filter(task -> task.taskDefinitionArn().endsWith("/" + definition))
                .count();
    }

    /** Deletes the service; its containers are gone when this returns. */
    void clear() throws InterruptedException {
        engine.services().forceDelete(CLUSTER, SERVICE);
        await(known -> known.values().stream().allMatch(task -> task.lastStatus() == TaskStatus.STOPPED));
        host.removeAll(LABEL, CLUSTER);
        synchronized (this) {
            tasks.clear();
        }
    }

    private synchronized void await(Predicate<Map<String, Task>> reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.test(tasks)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("the engine's service did not get there in " + PATIENCE + ": "
                        + engine.services().describe(CLUSTER, List.of(SERVICE)).services());
            }
            wait(left);
        }
    }

    @Override
    public void close() throws InterruptedException {
        subscription.close();
        engine.close();
        host.removeAll(LABEL, CLUSTER);
    }
}
