package io.stowage.benchmarks.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerSpec;
import com.github.dockerjava.api.model.LocalNodeState;
import com.github.dockerjava.api.model.ResourceRequirements;
import com.github.dockerjava.api.model.ResourceSpecs;
import com.github.dockerjava.api.model.ResourceVersion;
import com.github.dockerjava.api.model.ServiceModeConfig;
import com.github.dockerjava.api.model.ServiceReplicatedModeOptions;
import com.github.dockerjava.api.model.ServiceRestartCondition;
import com.github.dockerjava.api.model.ServiceRestartPolicy;
import com.github.dockerjava.api.model.ServiceSpec;
import com.github.dockerjava.api.model.SwarmInfo;
import com.github.dockerjava.api.model.SwarmSpec;
import com.github.dockerjava.api.model.Task;
import com.github.dockerjava.api.model.TaskSpec;
import com.github.dockerjava.api.model.TaskState;
import com.github.dockerjava.api.model.TaskStatus;
import com.github.dockerjava.api.model.UpdateConfig;
import com.github.dockerjava.api.model.UpdateOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The same by Docker Swarm: a swarm of this daemon alone, for as long as this is open. */
final class SwarmContainers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(Host.STOP_SECONDS);
    private static final String LABEL = "com.docker.swarm.service.name";
    private static final String REVISION = "stowage-benchmark-revision";
    private static final String SERVICE = "stowage-benchmark";

    private final Host host;
    /** The image's id: for a name, Swarm would ask its registry before each start, and the engine does not. */
    private final String image;

    SwarmContainers(Host host) {
        this.host = host;
        image = Objects.requireNonNull(
                host.client().inspectImageCmd(Host.IMAGE).exec().getId());
        SwarmInfo swarm = host.client().infoCmd().exec().getSwarm();
        if (swarm != null && swarm.getLocalNodeState() != LocalNodeState.INACTIVE) {
            throw new IllegalStateException(
                    "the daemon is in a swarm already, which is not touched: give another --host");
        }
        host.client()
                .initializeSwarmCmd(new SwarmSpec())
                .withListenAddr("127.0.0.1:12377")
                .withAdvertiseAddr("127.0.0.1:12377")
                .exec();
    }

    /** Starts so many, kills one until another is in its place, and rolls all. They are gone when this returns. */
    void round(int count, Times times) throws InterruptedException {
        long began = System.nanoTime();
        String service = host.client().createServiceCmd(spec(count, 1)).exec().getId();
        await(service, tasks -> running(tasks, 1) == count);
        times.started(Times.since(began));
        host.requireRunning(LABEL, SERVICE, count);
        times.replaced(replace(service, count));
        times.rolled(roll(service, count));
        host.client().removeServiceCmd(service).exec();
        host.removeAll(LABEL, SERVICE);
    }

    private double replace(String service, int count) throws InterruptedException {
        Task victim = tasks(service).get(0);
        long began = System.nanoTime();
        host.kill(Objects.requireNonNull(victim.getStatus().getContainerStatus().getContainerID()));
        await(
                service,
                tasks -> tasks.stream()
                                .filter(task -> !Objects.equals(task.getId(), victim.getId()))
                                .filter(SwarmContainers::runs)
                                .count()
                        == count);
        double took = Times.since(began);
        host.requireRunning(LABEL, SERVICE, count);
        return took;
    }

    private double roll(String service, int count) throws InterruptedException {
        ResourceVersion version = Objects.requireNonNull(
                host.client().inspectServiceCmd(service).exec().getVersion());
        long began = System.nanoTime();
        host.client()
                .updateServiceCmd(service, spec(count, 2))
                .withVersion(version.getIndex())
                .exec();
        await(service, tasks -> running(tasks, 2) == count && running(tasks, 1) == 0);
        double took = Times.since(began);
        host.requireRunning(REVISION, "2", count);
        host.requireRunning(REVISION, "1", 0);
        return took;
    }

    private ServiceSpec spec(int count, int revision) {
        return new ServiceSpec()
                .withName(SERVICE)
                .withMode(
                        new ServiceModeConfig().withReplicated(new ServiceReplicatedModeOptions().withReplicas(count)))
                .withTaskTemplate(new TaskSpec()
                        .withContainerSpec(new ContainerSpec()
                                .withImage(image)
                                .withArgs(List.of("sleep", "3600"))
                                .withLabels(Map.of(REVISION, Integer.toString(revision)))
                                .withStopGracePeriod(GRACE_NANOS))
                        .withResources(new ResourceRequirements()
                                .withLimits(new ResourceSpecs().withMemoryBytes(Host.MEMORY_BYTES)))
                        .withRestartPolicy(new ServiceRestartPolicy()
                                .withCondition(ServiceRestartCondition.ANY)
                                .withDelay(0L)))
                .withUpdateConfig(new UpdateConfig()
                        .withParallelism(0L)
                        .withMonitor(GRACE_NANOS)
                        .withOrder(UpdateOrder.START_FIRST));
    }

    private List<Task> tasks(String service) {
        return host.client().listTasksCmd().withServiceFilter(service).exec();
    }

    private static int running(List<Task> tasks, int revision) {
        String wanted = Integer.toString(revision);
        return (int) tasks.stream()
                .filter(SwarmContainers::runs)
                .filter(task -> wanted.equals(
                        task.getSpec().getContainerSpec().getLabels().get(REVISION)))
                .count();
    }

    private static boolean runs(Task task) {
        TaskStatus status = task.getStatus();
        return status != null && status.getState() == TaskState.RUNNING;
    }

    private void await(String service, Predicate<List<Task>> reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.test(tasks(service))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the swarm's service did not get there in " + PATIENCE);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    @Override
    public void close() throws InterruptedException {
        try {
            host.client().leaveSwarmCmd().withForceEnabled(true).exec();
        } catch (DockerException e) {
            throw new IllegalStateException("the swarm was not left: docker swarm leave --force does it", e);
        }
        host.removeAll(LABEL, SERVICE);
    }
}
