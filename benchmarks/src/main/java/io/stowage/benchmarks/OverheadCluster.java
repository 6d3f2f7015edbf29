package io.stowage.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.Stowage;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Resource;
import io.stowage.model.TaskStatus;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An engine with one instance: this host. */
final class OverheadCluster implements AutoCloseable {

    static final String PROGRAM = "/usr/bin/sleep";
    static final String ARGUMENT = "3600";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final String CLUSTER = "overhead";

    private final Engine engine;
    private final ProcessRuntimeProvider provider;
    private final String containerInstanceArn;

    OverheadCluster(Path folder) {
        provider = ProcessRuntimeProvider.builder()
                .allowRoots(Path.of("/usr/bin"))
                .stateDirectory(folder)
                .build();
        engine = Stowage.engine().name("overhead").runtime(provider).build();
        engine.clusters().create(CLUSTER);
        containerInstanceArn = engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName("here")
                        .runtime("process")
                        .totalResources(List.of(Resource.integer("CPU", 1 << 20), Resource.integer("MEMORY", 1 << 20)))
                        .build())
                .containerInstanceArn();
        engine.taskDefinitions().register("""
                        {"family": "sleep", "containerDefinitions":
                          [{"name": "main", "image": "%s", "command": ["%s"], "cpu": 1, "memory": 6}]}
                        """.formatted(PROGRAM, ARGUMENT));
    }

    /** How long it takes from CreateService until so many tasks run. They are gone when this returns. */
    long startNanos(int count, String service) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(count);
        CountDownLatch stopped = new CountDownLatch(count);
        Set<String> seenRunning = ConcurrentHashMap.newKeySet();
        try (var subscription = engine.events().subscribe(event -> {
            if (event instanceof TaskStateChange change) {
                if (change.detail().lastStatus() == TaskStatus.RUNNING
                        && seenRunning.add(change.detail().taskArn())) {
                    running.countDown();
                } else if (change.detail().lastStatus() == TaskStatus.STOPPED) {
                    stopped.countDown();
                }
            }
        })) {
            long began = System.nanoTime();
            engine.services().create(CLUSTER, service, "sleep", count);
            await(running, count + " tasks of " + service + " running");
            long took = System.nanoTime() - began;
            engine.services().forceDelete(CLUSTER, service);
            await(stopped, count + " tasks of " + service + " stopped");
            return took;
        }
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("waited " + PATIENCE + " for " + what + ": " + latch.getCount() + " short");
        }
    }

    /** What it costs to supervise so many processes that do nothing, once what their start set going is over: compiling, above all. */
    IdleCost idle(int count) throws InterruptedException {
        engine.services().create(CLUSTER, "idle", "sleep", count);
        if (!engine.services().awaitSteadyState(CLUSTER, "idle", PATIENCE).reached()) {
            throw new IllegalStateException(count + " idle processes did not come to run in " + PATIENCE);
        }
        TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
        OperatingSystemMXBean self = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = self.getProcessCpuTime();
        long wallBefore = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
        double percent = 100.0 * (self.getProcessCpuTime() - cpuBefore) / (System.nanoTime() - wallBefore);
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        engine.services().forceDelete(CLUSTER, "idle");
        awaitEmpty();
        return new IdleCost(count, percent, threads);
    }

    private void awaitEmpty() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!engine.tasks().list(CLUSTER).taskArns().isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        List<String> stopping = engine.tasks()
                .list(io.stowage.ListTasksRequest.builder()
                        .cluster(CLUSTER)
                        .desiredStatus(io.stowage.model.DesiredStatus.STOPPED)
                        .build())
                .taskArns();
        if (!stopping.isEmpty()) {
            engine.tasks().awaitStopped(CLUSTER, stopping, PATIENCE);
        }
    }

    /** Leaves nothing behind: stopped containers are kept for an hour, with their control groups, of which a host has only so many. */
    @Override
    public void close() throws IOException {
        engine.close();
        String id = containerInstanceArn.substring(containerInstanceArn.lastIndexOf('/') + 1);
        RuntimeTarget target = new RuntimeTarget(CLUSTER, id, Map.of(), WorkloadPolicy.platformDefault());
        try (ContainerRuntime runtime = provider.connect(target)) {
            for (ContainerState left : runtime.list(Map.of())) {
                runtime.kill(left.name());
                runtime.remove(left.name());
            }
        } catch (ContainerRuntimeException notRemoved) {
            throw new IOException(notRemoved);
        }
    }
}
