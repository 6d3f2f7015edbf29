package io.stowage.core.operation;

import io.stowage.CreateServiceRequest;
import io.stowage.CreateServiceRequestBuilder;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RegisterContainerInstanceRequestBuilder;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskRequestBuilder;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A cluster's state on which operations are applied, each in a turn of its own. */
final class OperationRig {

    /** Takes the calls that register instances which any engine reaches. */
    static final Registrar ANYWHERE = new Registrar("engine-1", null);

    static final String PREFIX = "arn:stowage:ecs:local:000000000000";

    final ClusterState state = new ClusterState(new Ids(PREFIX, "harbour"), Duration.ofSeconds(40));
    PlacementRules rules = PlacementRules.NONE;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long ids;
    private long randoms;
    /** What the last operation would have committed, but for the partition's own record. */
    List<Write> written = List.of();

    /** A cluster that is open. */
    static OperationRig open() {
        OperationRig rig = new OperationRig();
        rig.apply(Harbour.open(0));
        return rig;
    }

    <T> T apply(ClusterOperation<T> operation) {
        Transaction transaction = new Transaction(state, now);
        try {
            return operation.apply(new OperationTurn(
                    transaction,
                    this::id,
                    bound -> randoms++ % bound,
                    word -> {
                        throw new AssertionError("no agent speaks here");
                    },
                    rules));
        } finally {
            written = transaction.isEmpty() ? List.of() : changes(transaction);
        }
    }

    private static List<Write> changes(Transaction transaction) {
        List<Write> writes = transaction.writes(RecordCodec::toJson);
        return writes.subList(1, writes.size());
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    private String id() {
        ids++;
        return String.format("%032x", ids);
    }

    /** An instance of 1024 CPU units and 1024 MiB, its agent connected. */
    String instance(String name) {
        return instance(name, "a");
    }

    String instance(String name, String zone) {
        ContainerInstance registered = apply(new RegisterContainerInstance(
                registration(name)
                        .attributes(List.of(new Attribute("ecs.availability-zone", zone, null, null)))
                        .build(),
                id(),
                host(),
                ANYWHERE));
        Transaction transaction = new Transaction(state, now);
        String id = Ids.shortId(registered.containerInstanceArn());
        transaction.putInstance(instance(Objects.requireNonNull(state.instance(id))).toBuilder()
                .agentConnected(true)
                .build());
        transaction.writes(RecordCodec::toJson);
        return id;
    }

    static ContainerInstance instance(InstanceState instance) {
        return instance.record();
    }

    static RegisterContainerInstanceRequestBuilder registration(String name) {
        return RegisterContainerInstanceRequest.builder()
                .containerInstanceName(name)
                .runtime("simulated");
    }

    /** The same machine once it is over. */
    static Machine terminated(Machine machine) {
        return new Machine(
                machine.id(),
                MachineState.TERMINATED,
                machine.machineType(),
                machine.availabilityZone(),
                machine.purchase(),
                machine.launchedAt(),
                machine.tags(),
                machine.attributes(),
                null,
                machine.interruption());
    }

    static RuntimeDescription host() {
        return new RuntimeDescription(
                "sim 1",
                1024,
                1024,
                List.of(),
                List.of(new Attribute("ecs.os-type", "linux", null, null)),
                Set.of(),
                List.of());
    }

    /** A definition of 256 CPU units and 256 MiB. */
    static TaskDefinition definition(int revision) {
        return TaskDefinition.builder()
                .taskDefinitionArn(PREFIX + ":task-definition/web:" + revision)
                .family("web")
                .revision(revision)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .cpu(256)
                        .memory(256)
                        .build()))
                .build();
    }

    static RunTaskRequestBuilder run() {
        return RunTaskRequest.builder().taskDefinition("web");
    }

    RunTask runTask(RunTaskRequestBuilder request) {
        return new RunTask(request.build(), definition(1), List.of());
    }

    List<Task> running(int count) {
        return apply(runTask(run().count(count))).tasks();
    }

    static CreateServiceRequestBuilder service(String name, int desiredCount) {
        return CreateServiceRequest.builder()
                .serviceName(name)
                .taskDefinition("web")
                .desiredCount(desiredCount);
    }

    CreateService create(CreateServiceRequestBuilder request) {
        return new CreateService(request.build(), definition(1), "");
    }

    /** A task of the service's PRIMARY deployment on an instance, as the scheduler would place it. */
    void taskOf(String service, String instanceId) {
        Service record = Objects.requireNonNull(state.service(service)).record();
        Transaction transaction = new Transaction(state, now);
        transaction.addTask(TaskFactory.create(new TaskFactory.TaskSeed(
                id(),
                state.ids(),
                definition(1),
                Objects.requireNonNull(state.instance(instanceId)),
                null,
                "service:" + service,
                record.deployments().get(0).id(),
                null,
                List.of(),
                List.of(),
                now)));
        transaction.writes(RecordCodec::toJson);
    }

    /** What an agent would say of a task. */
    void report(String taskArn, TaskStatus status) {
        Transaction transaction = new Transaction(state, now);
        transaction.changeTask(Ids.shortId(taskArn), task -> {
            task.lastStatus(status);
            if (status == TaskStatus.RUNNING) {
                task.startedAt(now);
            } else if (status == TaskStatus.STOPPED) {
                task.stoppedAt(now);
            }
        });
        transaction.writes(RecordCodec::toJson);
    }
}
