package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.RunTaskRequest;
import io.stowage.RunTaskRequestBuilder;
import io.stowage.RunTaskResponse;
import io.stowage.StopTaskRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.RunTask;
import io.stowage.core.operation.StopTask;
import io.stowage.core.state.Ids;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait for their capacity provider, in a cluster that is led. */
class WaitingTasksTest {

    private LoopRig rig = LoopRig.open();

    @BeforeEach
    void put() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "pool");
    }

    private NotedAgent instance(String name, Attribute... attributes) {
        return Pools.instance(rig, "pool", name, attributes);
    }

    private Task waiting(int cpu) {
        return waiting(cpu, RunTaskRequest.builder());
    }

    private Task waiting(int cpu, RunTaskRequestBuilder request) {
        Task task = rig.ask(run(cpu, request)).tasks().get(0);
        rig.pass(Duration.ofSeconds(1));
        return task;
    }

    private static RunTask run(int cpu, RunTaskRequestBuilder request) {
        TaskDefinition web = LoopRig.definition();
        TaskDefinition sized = web.toBuilder()
                .taskDefinitionArn(LoopRig.PREFIX + ":task-definition/web" + cpu + ":1")
                .family("web" + cpu)
                .containerDefinitions(List.of(
                        web.containerDefinitions().get(0).toBuilder().cpu(cpu).build()))
                .build();
        RunTaskRequest asked = request.taskDefinition("web" + cpu)
                .capacityProviderStrategy(Pools.strategy("pool"))
                .build();
        return new RunTask(asked, sized, List.of());
    }

    private Task now(Task task) {
        return rig.task(Ids.shortId(task.taskArn()));
    }

    private @Nullable String place(Task task) {
        return Ids.shortIdOrNull(now(task).containerInstanceArn());
    }

    @Test
    void theOldestTasksArePlacedFirstAsSoonAsThereIsRoom() {
        List<Task> tasks = new ArrayList<>();
        for (int cpu : new int[] {512, 256, 512, 256}) {
            tasks.add(waiting(cpu));
        }
        NotedAgent agent = instance("one");
        assertThat(tasks.stream().map(this::place))
                .containsExactly(agent.instanceId, agent.instanceId, null, agent.instanceId);
        Task placed = now(tasks.get(0));
        assertThat(placed.lastStatus()).isEqualTo(TaskStatus.PENDING);
        assertThat(placed.capacityProviderName()).isEqualTo("pool");
        assertThat(placed.createdAt()).isEqualTo(tasks.get(0).createdAt());
        assertThat(placed.version()).isEqualTo(2);
        assertThat(agent.orders.stream().map(TaskOrder::taskId))
                .containsExactlyInAnyOrder(
                        Ids.shortId(tasks.get(0).taskArn()),
                        Ids.shortId(tasks.get(1).taskArn()),
                        Ids.shortId(tasks.get(3).taskArn()));
    }

    @Test
    void roomThatATaskLeavesIsTaken() {
        NotedAgent agent = instance("one");
        Task first = waiting(1024);
        Task second = waiting(1024);
        assertThat(place(first)).isEqualTo(agent.instanceId);
        assertThat(now(second).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        rig.ask(new StopTask(new StopTaskRequest(null, first.taskArn(), null)));
        agent.report(Ids.shortId(first.taskArn()), TaskStatus.STOPPED);
        rig.world.settle();
        assertThat(place(second)).isEqualTo(agent.instanceId);
    }

    @Test
    void nothingIsLeftToDoWhenTheLastOneThatWaitsIsStoppedAsRoomAppears() {
        Task task = waiting(256);
        String id = rig.register("one");
        rig.handIn(new StopTask(new StopTaskRequest(null, task.taskArn(), null)));
        rig.agent(id).connect();
        rig.world.settle();
        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.STOPPED);
        int before = rig.store.commits().size();
        rig.pass(Duration.ofMinutes(5));
        assertThat(rig.store.commits()).hasSize(before);
    }

    @Test
    void anotherInstanceIsNoRoom() {
        Task task = waiting(256);
        rig.instance("another");
        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
    }

    @Test
    void theConstraintsOfRunTaskHoldAfterAnotherEngineHasTakenOver() {
        Task task = waiting(
                256,
                RunTaskRequest.builder()
                        .placementConstraints(List.of(
                                new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "attribute:disk == ssd"))));
        rig.close();
        rig = LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        rig.pass(Duration.ofSeconds(20));
        instance("slow", new Attribute("disk", "hdd", null, null));
        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        NotedAgent fast = instance("fast", new Attribute("disk", "ssd", null, null));
        assertThat(place(task)).isEqualTo(fast.instanceId);
        assertThat(now(task).placementConstraints()).isNull();
    }

    @Test
    void aTaskThatHasWaitedForHalfAnHourFailsToStart() {
        Task first = waiting(256);
        rig.pass(Duration.ofMinutes(10));
        Task second = waiting(256);
        rig.pass(Duration.ofMinutes(20).minusSeconds(3));
        assertThat(now(first).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        rig.pass(Duration.ofSeconds(2));
        Task stopped = now(first);
        assertThat(stopped.lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(stopped.stoppedAt()).isEqualTo(first.createdAt().plus(LoopRig.PROVISIONING_TIMEOUT));
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(stopped.stoppedReason()).isEqualTo("TaskFailedToStart: EMPTY CAPACITY PROVIDER");
        assertThat(now(second).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
    }

    @Test
    void whyItFailedToStartIsWhatTheClosestInstanceLacks() {
        NotedAgent unused = instance("one");
        Task first = waiting(2048);
        rig.pass(Duration.ofMinutes(31));
        assertThat(now(first).stoppedReason()).isEqualTo("TaskFailedToStart: RESOURCE:CPU");
    }

    /** What is free now was asked for before: the machine that comes for a large task is not taken by small ones that come at the same moment. */
    @Test
    void whoeverComesLaterDoesNotTakeTheRoomOfWhoHasWaitedForIt() {
        Task large = waiting(1024);
        String id = rig.register("one");
        rig.handIn(new Provided(id));
        CompletableFuture<RunTaskResponse> small = rig.submit(run(256, RunTaskRequest.builder()));
        rig.agent(id).connect();
        rig.world.settle();
        assertThat(place(large)).isEqualTo(id);
        assertThat(now(LoopRig.answer(small).tasks().get(0)).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
    }

    @Test
    void whoeverComesLaterIsPlacedInTheSameMomentIfThereIsRoomForBoth() {
        Task first = waiting(512);
        String id = rig.register("one");
        rig.handIn(new Provided(id));
        CompletableFuture<RunTaskResponse> second = rig.submit(run(256, RunTaskRequest.builder()));
        rig.agent(id).connect();
        rig.world.settle();
        assertThat(place(first)).isEqualTo(id);
        assertThat(place(LoopRig.answer(second).tasks().get(0))).isEqualTo(id);
    }

    /** Where the larger one doesn't fit anyway the room would be of use to nobody. */
    @Test
    void whoeverComesLaterPassesALargerOneThatDoesNotFit() {
        NotedAgent agent = instance("one");
        Task unused = waiting(512);
        Task large = waiting(1024);
        Task small = waiting(256);
        assertThat(now(large).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        assertThat(place(small)).isEqualTo(agent.instanceId);
    }

    /** The instance becomes one of the capacity provider's in the turn in which it connects. */
    private record Provided(String id) implements ClusterOperation<Boolean> {
        @Override
        public Boolean apply(OperationTurn turn) {
            ContainerInstance instance =
                    Objects.requireNonNull(turn.state().instance(id)).record();
            turn.transaction()
                    .putInstance(
                            instance.toBuilder().capacityProviderName("pool").build());
            return true;
        }
    }
}
