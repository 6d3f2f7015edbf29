package io.stowage.testkit.invariant;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PortMapping;
import io.stowage.model.Resource;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.spi.Write;
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
import org.jspecify.annotations.Nullable;

/**
 * A store and hosts that a test writes by hand, with the invariants watching. A cluster of one container instance (2,048 cpu units, 2,048
 * MiB), a revision of 512 each on host port 8080 and one without a port, and a service of two tasks.
 */
final class Doctored {

    static final String CLUSTER = "c";
    static final String INSTANCE = "arn:aws:ecs:local:0:container-instance/c/i1";
    static final String WEB = "arn:aws:ecs:local:0:task-definition/web:1";
    static final String PLAIN = "arn:aws:ecs:local:0:task-definition/plain:1";
    static final String DEPLOYMENT = "ecs-svc/1";

    final Simulation simulation = new Simulation(5);
    final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    final SimulatedHost host = runtime.addHost("host-1", 2048, 2048);
    final SimulatedHost otherHost = runtime.addHost("host-2", 2048, 2048);
    final Invariants invariants;

    static final String PARTITION = "cluster/" + CLUSTER;

    final RecordingStateStore store = new RecordingStateStore(simulation);
    private Lease lease =
            store.acquire(PARTITION, "engine", Duration.ofHours(1)).orElseThrow();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Task> tasks = new HashMap<>();
    private Revision revision = Revision.NONE;

    Doctored() {
        invariants = Invariants.watch(simulation, store, runtime);
        commit(
                put("definition", "web:1", definition(WEB, "web", PortMapping.of(80, 8080))),
                put("definition", "plain:1", definition(PLAIN, "plain", null)),
                put("instance", "i1", instance(ContainerInstanceStatus.ACTIVE, true)),
                put("service", "s", service(2)));
    }

    void commit(Write... writes) {
        commitAs(lease, writes);
    }

    /** Another engine takes the lease, once the one before has given it back. */
    Lease nextLeader(String holder) {
        store.release(lease);
        lease = store.acquire(PARTITION, holder, Duration.ofHours(1)).orElseThrow();
        return lease;
    }

    void commitAs(@Nullable Lease under, Write... writes) {
        Commit commit = new Commit(PARTITION, "commit-" + revision.number(), revision, under, List.of(writes));
        if (!(store.commit(commit) instanceof CommitResult.Committed)) {
            throw new AssertionError("not committed");
        }
        revision = commit.revision();
    }

    /** A commit that was never made. */
    static Commit commitUnder(@Nullable Lease lease, Revision decidedOn) {
        return new Commit(PARTITION, "never made", decidedOn, lease, List.of(put("meta", "x", "anything", 1)));
    }

    Write put(String kind, String id, Object content) {
        long version = versions.merge(kind + "/" + id, 1L, Long::sum);
        return put(kind, id, content, version);
    }

    static Write put(String kind, String id, Object content, long version) {
        Payload payload = Payload.ofObject(content, String::valueOf);
        return new Write.Put(new StoredRecord(kind, id, version, payload));
    }

    /** A new task of the service, placed. */
    Write create(String id) {
        return create(id, task -> task);
    }

    Write create(String id, UnaryOperator<TaskBuilder> change) {
        Task task = change.apply(Task.builder()
                        .taskArn("arn:aws:ecs:local:0:task/c/" + id)
                        .clusterArn("arn:aws:ecs:local:0:cluster/c")
                        .containerInstanceArn(INSTANCE)
                        .taskDefinitionArn(PLAIN)
                        .group("service:s")
                        .startedBy(DEPLOYMENT)
                        .lastStatus(TaskStatus.PENDING)
                        .desiredStatus(DesiredStatus.RUNNING)
                        .createdAt(simulation.time())
                        .version(1))
                .build();
        tasks.put(id, task);
        return put("task", id, task);
    }

    /** The task as it was put last. */
    Task task(String id) {
        return Objects.requireNonNull(tasks.get(id), id);
    }

    /** The task's next version, changed. */
    Write change(String id, UnaryOperator<TaskBuilder> change) {
        Task before = tasks.get(id);
        Task task =
                change.apply(before.toBuilder().version(before.version() + 1)).build();
        tasks.put(id, task);
        return put("task", id, task);
    }

    Write status(String id, TaskStatus status) {
        return change(id, task -> task.lastStatus(status));
    }

    Write stop(String id, TaskStopCode code) {
        return change(id, task -> task.desiredStatus(DesiredStatus.STOPPED).stopCode(code));
    }

    static ContainerInstance instance(ContainerInstanceStatus status, boolean connected) {
        return ContainerInstance.builder()
                .containerInstanceArn(INSTANCE)
                .runtime(SimulatedRuntimeProvider.NAME)
                .runtimeProperties(Map.of(SimulatedRuntimeProvider.HOST, "host-1"))
                .registeredResources(List.of(Resource.integer("CPU", 2048), Resource.integer("MEMORY", 2048)))
                .status(status)
                .agentConnected(connected)
                .version(1)
                .build();
    }

    Service service(int desired) {
        return Service.builder()
                .serviceArn("arn:aws:ecs:local:0:service/c/s")
                .serviceName("s")
                .clusterArn("arn:aws:ecs:local:0:cluster/c")
                .status(ServiceStatus.ACTIVE)
                .desiredCount(desired)
                .taskDefinition(PLAIN)
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .createdAt(simulation.time())
                .deployments(List.of(Deployment.builder()
                        .id(DEPLOYMENT)
                        .status(DeploymentStatus.PRIMARY)
                        .taskDefinition(PLAIN)
                        .desiredCount(desired)
                        .createdAt(simulation.time())
                        .updatedAt(simulation.time())
                        .rolloutState(DeploymentRolloutState.COMPLETED)
                        .build()))
                .build();
    }

    static TaskDefinition definition(String arn, String family, PortMapping port) {
        List<PortMapping> ports = new ArrayList<>();
        if (port != null) {
            ports.add(port);
        }
        return TaskDefinition.builder()
                .taskDefinitionArn(arn)
                .family(family)
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("app")
                        .image(family)
                        .cpu(512)
                        .memory(512)
                        .portMappings(ports)
                        .build()))
                .build();
    }

    /** Creates a container on a host, as an agent would. */
    void container(SimulatedHost where, String taskId, String definitionArn, String name) throws Exception {
        container(where, taskId, definitionArn, name, app -> app);
    }

    /** Creates the first run of a container that is to be restarted in place, named as its task, as an agent would. */
    void restartable(String taskId) throws Exception {
        container(
                host,
                taskId,
                PLAIN,
                taskId,
                app -> app.restartPolicy(new ContainerRestartPolicy(true, List.of(), null)));
    }

    private void container(
            SimulatedHost where,
            String taskId,
            String definitionArn,
            String name,
            UnaryOperator<ContainerDefinitionBuilder> change)
            throws Exception {
        String family = definitionArn.equals(PLAIN) ? "plain" : "web";
        TaskDefinition definition = definition(definitionArn, family, null);
        ContainerRuntime connection = connection(where);
        connection.pull(family);
        connection.create(new ContainerSpec(
                name,
                change.apply(definition.containerDefinitions().get(0).toBuilder())
                        .build(),
                definition,
                Map.of(),
                List.of(),
                List.of(),
                Map.of(
                        ContainersOfTasks.CLUSTER_LABEL,
                        CLUSTER,
                        ContainersOfTasks.TASK_LABEL,
                        taskId,
                        ContainersOfTasks.CONTAINER_LABEL,
                        "app"),
                0));
    }

    ContainerRuntime connection(SimulatedHost where) throws Exception {
        return runtime.connect(new RuntimeTarget(
                CLUSTER, "i1", SimulatedRuntimeProvider.properties(where), WorkloadPolicy.platformDefault()));
    }
}
