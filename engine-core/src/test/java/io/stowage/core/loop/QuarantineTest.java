package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.PartitionRole;
import io.stowage.StopTaskRequest;
import io.stowage.core.FakeStore;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.core.operation.Harbour;
import io.stowage.core.operation.StopTask;
import io.stowage.error.ServerException;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of a partition in which a record can't be relied on. */
class QuarantineTest {

    private static final String PARTITION = "cluster/harbour";

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    /** A task of the service, RUNNING. */
    private String running(String service) {
        rig.ask(LoopRig.service(service, 1));
        rig.world.settle();
        TaskOrder order = agent.orders.get(agent.orders.size() - 1);
        agent.report(order.taskId(), TaskStatus.RUNNING);
        rig.pass(Duration.ofMinutes(1));
        return order.taskId();
    }

    private void damage(String kind, String id, String from, String to) {
        rig.store.rewrite(PARTITION, kind, id, text -> {
            assertThat(text).contains(from);
            return text.replace(from, to);
        });
        readAnew();
    }

    private void readAnew() {
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("unimportant", 0));
        rig.pass(Duration.ofSeconds(3));
    }

    private ContainerInstance instance() {
        return rig.ask(new DescribeContainerInstances(List.of(agent.instanceId)))
                .containerInstances()
                .get(0);
    }

    private int tasksStored() {
        return (int) rig.store.read(PARTITION).records().stream()
                .filter(record -> record.kind().equals("task"))
                .count();
    }

    @Test
    void aTaskOfANewerVersionKeepsWhatItTakesAndItsPlaceInItsService() {
        String task = running("shop");
        int orders = agent.orders.size();
        damage("task", task, "\"lastStatus\":\"RUNNING\"", "\"lastStatus\":\"FROZEN\"");

        assertThat(rig.task(task)).isNull();
        assertThat(rig.loop.quarantined()).isEqualTo(1);
        assertThat(rig.loop.health().lastError())
                .contains("1 record is set aside")
                .contains("task " + task)
                .contains("FROZEN");
        assertThat(instance().remainingResources().get(0).integerValue()).isEqualTo(1024 - 256);
        assertThat(Objects.requireNonNull(rig.service("shop")).events().get(0).message())
                .isEqualTo("(service shop) has 1 task whose stored records can't be read. They count as running and are"
                        + " neither stopped nor replaced.");

        agent.ask(task);
        agent.report(task, TaskStatus.STOPPED);
        rig.pass(Duration.ofMinutes(5));
        assertThat(agent.orders).hasSize(orders);
        assertThat(agent.unknown).isEmpty();
        assertThat(agent.acknowledged.get(task)).isEqualTo(1);
        assertThat(tasksStored()).isEqualTo(1);
        assertThat(rig.store.text(PARTITION, "task", task)).contains("FROZEN");
    }

    @Test
    void anEventOfTheSameIsNotRepeated() {
        damage("task", running("shop"), "\"lastStatus\":\"RUNNING\"", "\"lastStatus\":\"FROZEN\"");
        readAnew();
        readAnew();
        assertThat(Objects.requireNonNull(rig.service("shop")).events())
                .filteredOn(event -> event.message().contains("can't be read"))
                .hasSize(1);
    }

    @Test
    void aTaskOfWhichNothingCanBeToldIsStillNobodysToStop() {
        String task = running("shop");
        rig.store.rewrite(PARTITION, "task", task, text -> "garbage");
        readAnew();
        agent.ask(task);
        rig.pass(Duration.ofMinutes(1));
        assertThat(agent.unknown).isEmpty();
        assertThat(rig.store.text(PARTITION, "task", task)).isEqualTo("garbage");
        // Whose it is can't be told: its service has another one started.
        assertThat(tasksStored()).isEqualTo(2);
    }

    @Test
    void aTaskWhoseServiceIsNowhereIsSetAside() {
        String task = running("shop");
        rig.store.remove(PARTITION, "service", "shop");
        readAnew();
        assertThat(rig.loop.health().lastError()).contains("group is service:shop");
        agent.ask(task);
        rig.world.settle();
        assertThat(agent.unknown).isEmpty();
        assertThat(rig.task(task)).isNull();
    }

    @Test
    void aServiceThatCanNotBeReadIsLeftAsItIs() {
        String task = running("shop");
        String other = running("well");
        damage("service", "shop", "\"desiredCount\":1", "\"desiredCount\":-1");

        assertThat(rig.service("shop")).isNull();
        assertThat(Objects.requireNonNull(rig.task(task)).desiredStatus()).isEqualTo(DesiredStatus.RUNNING);
        assertThatThrownBy(() -> rig.ask(LoopRig.service("shop", 3)))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("service shop");
        assertThatThrownBy(() -> rig.ask(new DeleteService("shop", true)))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("set aside");

        // A task of it that dies is not replaced; one of another service is.
        agent.report(task, TaskStatus.STOPPED);
        agent.report(other, TaskStatus.STOPPED);
        rig.pass(Duration.ofHours(3));
        assertThat(tasksStored()).isEqualTo(1);
        assertThat(rig.store.text(PARTITION, "service", "shop")).contains("\"desiredCount\":-1");
        // What it refers to is still there when it can be read again.
        rig.store.rewrite(
                PARTITION, "service", "shop", text -> text.replace("\"desiredCount\":-1", "\"desiredCount\":1"));
        readAnew();
        assertThat(rig.loop.quarantined()).isZero();
        assertThat(rig.loop.health().lastError()).isNull();
        assertThat(Objects.requireNonNull(rig.service("shop")).pendingCount()).isEqualTo(1);
    }

    @Test
    void theTasksOfAnInstanceThatCanNotBeReadAreSetAsideWithIt() {
        String task = running("shop");
        damage("instance", agent.instanceId, "\"status\":\"ACTIVE\"", "\"status\":\"ASLEEP\"");
        rig.pass(Duration.ofMinutes(5));
        assertThat(rig.loop.quarantined()).isEqualTo(2);
        assertThat(tasksStored()).isEqualTo(1);
        assertThat(rig.store.text(PARTITION, "task", task)).contains("\"desiredStatus\":\"RUNNING\"");
        // Its agent goes on by what it was told last.
        assertThat(agent.closed).isNotCompleted();
        assertThat(agent.unknown).isEmpty();
    }

    @Test
    void anAgentThatConnectedWhileItsInstanceWasSetAsideIsConnectedOnceThatIsMended() {
        String id = rig.register("two");
        damage("instance", id, "\"status\":\"ACTIVE\"", "\"status\":\"ASLEEP\"");
        rig.agent(id).connect();
        readAnew();
        assertThat(rig.loop.quarantined()).isEqualTo(1);
        rig.store.rewrite(
                PARTITION, "instance", id, text -> text.replace("\"status\":\"ASLEEP\"", "\"status\":\"ACTIVE\""));
        readAnew();
        assertThat(rig.store.text(PARTITION, "instance", id)).contains("\"agentConnected\":true");
    }

    @Test
    void aTaskThatIsSetAsideIsNoReasonToStopAnother() {
        rig.ask(LoopRig.service("shop", 1, 100, 200));
        rig.world.settle();
        String unhealthy = agent.orders.get(0).taskId();
        agent.report(unhealthy, TaskStatus.RUNNING, HealthStatus.UNHEALTHY);
        rig.pass(Duration.ofSeconds(1));
        List<String> tasks = rig.store.ids(PARTITION, "task");
        assertThat(tasks).hasSize(2);
        damage("task", unhealthy, "\"lastStatus\":\"RUNNING\"", "\"lastStatus\":\"FROZEN\"");
        rig.pass(Duration.ofMinutes(1));
        for (String task : tasks) {
            assertThat(rig.store.text(PARTITION, "task", task)).contains("\"desiredStatus\":\"RUNNING\"");
        }
    }

    @Test
    void anInstanceIsNotLetGoBeforeItsTasksCanBeTold() {
        String task = running("shop");
        damage("task", task, "\"lastStatus\":\"RUNNING\"", "\"lastStatus\":\"FROZEN\"");
        var deregister = new io.stowage.core.operation.DeregisterContainerInstance(agent.instanceId, false);
        assertThatThrownBy(() -> rig.ask(deregister)).hasMessageContaining("Found running tasks");
        var forced = new io.stowage.core.operation.DeregisterContainerInstance(agent.instanceId, true);
        assertThatThrownBy(() -> rig.ask(forced)).hasMessageContaining("set aside");
        assertThatThrownBy(() -> rig.ask(new StopTask(new StopTaskRequest(null, task, null))))
                .hasMessageContaining("set aside");
    }

    @Test
    void aKindOfRecordThatIsNotKnownIsKept() {
        rig.store.put(PARTITION, new StoredRecord("taskset", "blue", 1, Payload.ofText("{}")));
        readAnew();
        assertThat(rig.loop.health().lastError()).contains("taskset blue").contains("knows no such kind");
        rig.ask(LoopRig.service("shop", 1));
        assertThat(rig.store.text(PARTITION, "taskset", "blue")).isEqualTo("{}");
    }

    @Test
    void aPartitionIsNotLedWhileWhatItRemembersOfItselfCanNotBeRead() {
        running("shop");
        int orders = agent.orders.size();
        String before = rig.store.text(PARTITION, "meta", "meta");
        rig.store.rewrite(PARTITION, "meta", "meta", text -> "{\"now\":\"once\"}");
        readAnew();
        Revision revision = rig.store.read(PARTITION).revision();
        rig.pass(Duration.ofMinutes(5));
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.NONE);
        assertThat(rig.loop.health().lastError())
                .contains("neither led nor followed")
                .contains("meta meta");
        assertThat(rig.store.text(PARTITION, "meta", "meta")).isEqualTo("{\"now\":\"once\"}");
        assertThat(rig.store.read(PARTITION).revision()).isEqualTo(revision);
        assertThat(agent.orders).hasSize(orders);
        assertThat(agent.unknown).isEmpty();
        assertThat(agent.licence.holds()).as("its agent goes on").isTrue();

        LoopRig follower = rig.follower(2);
        rig.pass(Duration.ofSeconds(3));
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.NONE);
        assertThat(follower.loop.health().lastError()).contains("meta meta");

        rig.store.rewrite(PARTITION, "meta", "meta", text -> before);
        rig.pass(Duration.ofSeconds(3));
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        assertThat(rig.loop.health().lastError()).isNull();
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.FOLLOWER);
        assertThat(follower.loop.health().lastError()).isNull();
    }

    @Test
    void whatThePartitionRemembersOfItselfIsMadeAnewOnceItIsRemoved() {
        running("shop");
        int events = Objects.requireNonNull(rig.service("shop")).events().size();
        rig.store.remove(PARTITION, "meta", "meta");
        readAnew();
        running("well");
        readAnew();
        Service shop = Objects.requireNonNull(rig.service("shop"));
        assertThat(shop.events()).hasSize(events);
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void theClusterIsLedThoughItsRecordCanNotBeRead() {
        String task = running("shop");
        rig.store.rewrite(PARTITION, "cluster", "harbour", text -> text.replace("ACTIVE", "BLOSSOMING"));
        readAnew();
        assertThatThrownBy(() -> rig.ask(LoopRig.runTask()))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("cluster harbour");
        assertThatThrownBy(() -> rig.ask(Harbour.open(0))).hasCauseInstanceOf(ServerException.class);
        agent.report(task, TaskStatus.STOPPED);
        rig.world.settle();
        assertThat(tasksStored()).isEqualTo(2);
    }

    @Test
    void anOperatorRemovesARecordThroughTheStoreAndTheEngineTakesNote() {
        running("well");
        String task = running("shop");
        damage("task", task, "\"lastStatus\":\"RUNNING\"", "\"lastStatus\":\"FROZEN\"");

        CommitResult removed = rig.store.commit(new Commit(
                PARTITION,
                "mending-1",
                rig.store.read(PARTITION).revision(),
                null,
                List.of(new Write.Delete("task", task))));
        assertThat(removed).isInstanceOf(CommitResult.Committed.class);
        rig.pass(Duration.ofSeconds(4));

        assertThat(rig.loop.quarantined()).isZero();
        assertThat(Objects.requireNonNull(rig.service("shop")).pendingCount()).isEqualTo(1);
        agent.ask(task);
        rig.world.settle();
        assertThat(agent.unknown).containsExactly(task);
    }

    @Test
    void anEngineThatLeadsNoMoreTellsOfNothing() {
        damage("task", running("shop"), "\"lastStatus\":\"RUNNING\"", "\"lastStatus\":\"FROZEN\"");
        rig.close();
        assertThat(rig.loop.quarantined()).isZero();
    }

    @Test
    void aDamagedStateIsReadByAStoreThatKeepsObjectsToo() {
        String task = running("shop");
        ClusterOperation<String> dangling = turn -> {
            turn.transaction().changeTask(task, change -> change.startedBy("ecs-svc/7"));
            return "done";
        };
        rig.ask(dangling);
        readAnew();
        assertThat(rig.loop.health().lastError()).contains("startedBy is ecs-svc/7");
        Task kept = new FakeStoreReader(rig.store).task(task);
        assertThat(kept.startedBy()).isEqualTo("ecs-svc/7");
    }

    /** Reads a record as an engine does. */
    private record FakeStoreReader(FakeStore store) {
        Task task(String id) {
            return store.read(PARTITION).records().stream()
                    .filter(record ->
                            record.kind().equals("task") && record.id().equals(id))
                    .map(record -> record.payload().object(Task.class, text -> {
                        throw new AssertionError("the object is there");
                    }))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
