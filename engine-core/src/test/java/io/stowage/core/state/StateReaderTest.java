package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import io.stowage.core.json.RecordCodec;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an engine knows of a partition that it reads. */
class StateReaderTest {

    private static final Instant NOW = StoredPartition.NOW;

    private final StoredPartition partition = StoredPartition.whole();

    private static Task task(String id, Instant createdAt) {
        return StateFixture.task(id, "i1", "front", 1, createdAt);
    }

    private static Task stopped(String id, Instant stoppedAt) {
        return task(id, NOW.minusSeconds(1000)).toBuilder()
                .desiredStatus(DesiredStatus.STOPPED)
                .lastStatus(TaskStatus.STOPPED)
                .startedAt(NOW.minusSeconds(500))
                .stoppedAt(stoppedAt)
                .build();
    }

    private void store(Task... tasks) {
        for (Task task : tasks) {
            partition.put(Kind.TASK, Ids.shortId(task.taskArn()), 1, task);
        }
    }

    @Test
    void everyRecordIsWhereItBelongs() {
        partition.edit(
                Kind.INSTANCE,
                "i1",
                ContainerInstance.class,
                i1 -> i1.toBuilder().containerInstanceName("lighthouse").build());
        ClusterState state = partition.read();
        assertThat(state.active()).isTrue();
        assertThat(state.meta().now()).isEqualTo(NOW);
        assertThat(state.metaVersion()).isEqualTo(7);
        assertThat(Objects.requireNonNull(state.instanceNamed("lighthouse")).id())
                .isEqualTo("i1");
        assertThat(Objects.requireNonNull(state.attachment("i1")).engineId()).isEqualTo("engine");
        assertThat(Objects.requireNonNull(state.service("front")).lastEvent()).isEqualTo("said");
        assertThat(state.oldestInactiveService()).isEqualTo(new InactiveService("old", NOW.minusSeconds(60)));
        assertThat(state.token("RunTask/x")).isNotNull();
        assertThat(state.reply("r1")).isNotNull();
        assertThat(state.task("t1")).isNotNull();
        assertThat(StateCounts.kept(state)).isEqualTo(StateCounts.counted(state));
        assertThat(state.takeDirty()).containsExactly("front", "old");
    }

    @Test
    void versionsAreKnownOfTheRecordsThatDoNotCarryTheirOwn() {
        partition.put(Kind.ATTACHMENT, "i1", 5, new Attachment("i1", "engine", 1, null));
        assertThat(partition.read().versions)
                .containsEntry(new RecordKey(Kind.ATTACHMENT, "i1"), 5L)
                .containsEntry(new RecordKey(Kind.TOKEN, "RunTask/x"), 1L)
                .doesNotContainKey(new RecordKey(Kind.TASK, "t1"))
                .doesNotContainKey(new RecordKey(Kind.EVENT, "front/0000000000000001"));
    }

    @Test
    void tasksAreInTheOrderInWhichTheyBeganOrStopped() {
        store(
                task("t2", NOW.minusNanos(1)),
                task("t3", NOW.minusNanos(2)),
                task("t5", NOW.minusSeconds(90)),
                task("t4", NOW.minusSeconds(90)),
                stopped("t7", NOW.minusSeconds(20)),
                stopped("t6", NOW.minusSeconds(10)));
        ClusterState state = partition.read();
        assertThat(state.tasks())
                .extracting(task -> Ids.shortId(task.taskArn()))
                .containsExactly("t4", "t5", "t1", "t7", "t6", "t3", "t2");
        assertThat(state.oldestStopped()).isEqualTo(state.task("t7"));
    }

    @Test
    void tokensAreInTheOrderInWhichTheyCame() {
        partition.put(Kind.TOKEN, "c", 1, new ClientToken("c", "", List.of(), NOW));
        partition.put(Kind.TOKEN, "b", 1, new ClientToken("b", "", List.of(), NOW));
        partition.put(Kind.TOKEN, "d", 1, new ClientToken("d", "", List.of(), NOW.minusSeconds(1)));
        ClusterState state = partition.read();
        assertThat(state.tokens.keySet()).containsExactly("d", "RunTask/x", "b", "c");
        assertThat(Objects.requireNonNull(state.oldestToken()).id()).isEqualTo("d");
    }

    @Test
    void repliesAreInTheOrderInWhichTheyWereGiven() {
        partition.put(Kind.REPLY, "r0", 1, new Reply("r0", null, null, NOW));
        partition.put(Kind.REPLY, "r2", 1, new Reply("r2", null, null, NOW.minusSeconds(1)));
        assertThat(partition.read().replies()).extracting(Reply::requestId).containsExactly("r2", "r0", "r1");
    }

    @Test
    void instancesThatAreNotCleanAreInTheOrderInWhichTheyWereDeregistered() {
        for (String id : List.of("i3", "i2")) {
            ContainerInstance last = StateFixture.instance(id, "z1", ContainerInstanceStatus.INACTIVE);
            Instant since = NOW.minusSeconds(id.equals("i3") ? 1 : 2);
            partition.put(Kind.ATTACHMENT, id, 1, new Attachment(id, "engine", 1, "here").deregistered(last, since));
        }
        ClusterState state = partition.read();
        assertThat(Objects.requireNonNull(state.oldestFormer()).containerInstanceId())
                .isEqualTo("i2");
        assertThat(state.localAttachments())
                .extracting(Attachment::containerInstanceId)
                .containsExactly("i2", "i3");
    }

    private void storeInactive(String name, Instant since) {
        partition.put(
                Kind.SERVICE,
                name,
                1,
                StateFixture.service(name, 1).toBuilder()
                        .status(ServiceStatus.INACTIVE)
                        .deployments(List.of())
                        .build());
        if (since != null) {
            partition.put(Kind.INACTIVE_SERVICE, name, 1, new InactiveService(name, since));
        }
    }

    @Test
    void servicesAreForgottenInTheOrderInWhichTheyBecameInactive() {
        storeInactive("b", NOW.minusSeconds(60));
        storeInactive("a", NOW.minusSeconds(59));
        storeInactive("unknown", null);
        ClusterState state = partition.read();
        assertThat(state.inactiveServices.values())
                .containsExactly(
                        new InactiveService("b", NOW.minusSeconds(60)),
                        new InactiveService("old", NOW.minusSeconds(60)),
                        new InactiveService("a", NOW.minusSeconds(59)),
                        new InactiveService("unknown", NOW));
    }

    @Test
    void aServiceOfWhichItCanNotBeReadSinceWhenIsNotForgotten() {
        partition.text(Kind.INACTIVE_SERVICE, "old", "?");
        ClusterState state = partition.read();
        assertThat(state.inactiveServices).isEmpty();
        assertThat(state.service("old")).isNotNull();
    }

    @Test
    void aServiceThatIsActiveIsNoInactiveOneWhateverWasNoted() {
        partition.put(Kind.INACTIVE_SERVICE, "front", 1, new InactiveService("front", NOW));
        assertThat(partition.read().inactiveServices.keySet()).containsExactly("old");
    }

    @Test
    void anEventOfAServiceThatIsGoneIsNobodys() {
        partition.put(Kind.EVENT, "gone/0000000000000003", 1, new ServiceEvent("0000000000000003", NOW, "said"));
        ClusterState state = partition.read();
        assertThat(state.quarantine().isEmpty()).isTrue();
        assertThat(Objects.requireNonNull(state.service("front")).events()).hasSize(1);
    }

    @Test
    void aRecordOfAKindThatThisVersionDoesNotKnowIsSetAside() {
        StoredRecord unknown = new StoredRecord("daemon", "d1", 1, Payload.ofText("{}"));
        assertThat(partition.read(List.of(unknown)).quarantine().first(9))
                .containsExactly(new Quarantine.Entry("daemon", "d1", "this version knows no such kind of record"));
    }

    @Test
    void aTextThatCanNotBeReadIsSetAside() {
        partition.text(Kind.TOKEN, "RunTask/x", "?");
        ClusterState state = partition.read();
        assertThat(state.quarantine().first(9)).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("token");
            assertThat(entry.reason()).contains("ClientToken");
        });
        assertThat(state.token("RunTask/x")).isNull();
        assertThat(state.versions).doesNotContainKey(new RecordKey(Kind.TOKEN, "RunTask/x"));
    }

    @Test
    void whatANewerEngineSaysInARecordIsKept() {
        Service front = StateFixture.service("front", 1);
        partition.text(
                Kind.SERVICE,
                "front",
                "{\"fromTheFuture\":7," + RecordCodec.toJson(front).substring(1));
        ClusterState state = partition.read();
        assertThat(Objects.requireNonNull(state.service("front")).record()).isEqualTo(front);
        assertThat(state.unknownFields.keySet()).containsExactly(new RecordKey(Kind.SERVICE, "front"));
        Transaction transaction = new Transaction(state, NOW);
        transaction.putService(front.toBuilder().desiredCount(9).build());
        assertThat(transaction.writes(RecordCodec::toJson))
                .filteredOn(write -> write.kind().equals("service"))
                .singleElement()
                .satisfies(write -> assertThat(((io.stowage.spi.Write.Put) write)
                                .record()
                                .payload()
                                .text())
                        .contains("\"fromTheFuture\":7")
                        .contains("\"desiredCount\":9"));
    }
}
