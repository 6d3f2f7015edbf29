package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.HandWorld;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.AgentHearing;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.Harbour;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.RegisterContainerInstance;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Transaction;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.RuntimeDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How often placement is asked for tasks that fit nowhere. */
class PendingPlacementsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int CPU = 1024;

    private final ClusterState state = new ClusterState(new Ids(LoopRig.PREFIX, "harbour"), Duration.ofSeconds(40));
    private final SetAside setAside =
            new SetAside("cluster/harbour", new LoopHealth(new HandWorld(), "cluster/harbour"));
    private long ids;

    /** One turn in which this happens, and then the services decide; how many placements were tried in it. */
    private long turn(Consumer<OperationTurn> happens) {
        long before = state.inventory().requests();
        Transaction transaction = new Transaction(state, NOW);
        OperationTurn turn =
                new OperationTurn(transaction, this::id, bound -> 0, AgentHearing.NOBODY, PlacementRules.NONE);
        happens.accept(turn);
        new ServiceScheduler(turn, LoopRig.SETTINGS, setAside).run();
        transaction.writes(RecordCodec::toJson);
        return state.inventory().requests() - before;
    }

    private long apply(ClusterOperation<?> operation) {
        return turn(operation::apply);
    }

    private String id() {
        ids++;
        return String.format("%032x", ids);
    }

    private long register(String name) {
        RegisterContainerInstanceRequest request = RegisterContainerInstanceRequest.builder()
                .containerInstanceName(name)
                .runtime("simulated")
                .build();
        RuntimeDescription host = new RuntimeDescription("sim 1", CPU, 4096, List.of(), List.of(), Set.of(), List.of());
        apply(new RegisterContainerInstance(request, id(), host, new Registrar("engine-1", null)));
        return turn(turn -> {
            String id = Ids.shortId(state.instanceNamed(name).arn());
            turn.transaction()
                    .putInstance(state.instance(id).record().toBuilder()
                            .agentConnected(true)
                            .build());
        });
    }

    private long service(String name, int cpu) {
        TaskDefinition definition = TaskDefinition.builder()
                .taskDefinitionArn(LoopRig.PREFIX + ":task-definition/" + name + ":1")
                .family(name)
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .cpu(cpu)
                        .memory(1)
                        .build()))
                .build();
        CreateServiceRequest request = CreateServiceRequest.builder()
                .serviceName(name)
                .taskDefinition(name)
                .desiredCount(1)
                .build();
        return apply(new CreateService(request, definition, ""));
    }

    private List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        state.tasks().forEach(tasks::add);
        return tasks;
    }

    @Test
    void onlyThatIsTriedAgainWhichCouldFit() {
        apply(Harbour.open(0));
        register("one");
        assertThat(service("filler", CPU)).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            assertThat(service("large-" + i, CPU + 1 + i)).isEqualTo(1);
        }
        assertThat(service("small", 100)).isEqualTo(1);

        assertThat(turn(turn -> {})).as("nothing happened").isZero();
        assertThat(register("one")).as("the instance is as it was").isZero();
        Task filler = tasks().get(0);
        assertThat(turn(turn -> turn.transaction()
                        .changeTask(
                                Ids.shortId(filler.taskArn()),
                                task -> task.lastStatus(TaskStatus.RUNNING).startedAt(NOW))))
                .as("a task has got on")
                .isZero();

        assertThat(register("two")).as("small, which fits now").isEqualTo(1);
        assertThat(tasks()).extracting(Task::group).containsExactly("service:filler", "service:small");

        assertThat(turn(turn -> turn.transaction()
                        .changeTask(
                                Ids.shortId(filler.taskArn()),
                                task -> task.desiredStatus(DesiredStatus.STOPPED)
                                        .lastStatus(TaskStatus.STOPPED)
                                        .stoppedAt(NOW))))
                .as("the filler's successor")
                .isEqualTo(1);
        assertThat(state.blocked("large-7")).isTrue();
    }
}
