package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.json.RecordCodec;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is so again when a part of a transaction is undone, beside the records. */
class RollbackTest {

    private static final RecordKey SERVICE = new RecordKey(Kind.SERVICE, "front");

    private final StoredPartition partition = StoredPartition.whole()
            .edit(
                    Kind.INSTANCE,
                    "i1",
                    ContainerInstance.class,
                    i1 -> i1.toBuilder().containerInstanceName("lighthouse").build())
            .text(
                    Kind.SERVICE,
                    "front",
                    "{\"fromTheFuture\":7,"
                            + RecordCodec.toJson(StateFixture.service("front", 1))
                                    .substring(1));
    private final ClusterState state = partition.read();
    private final Transaction transaction = new Transaction(state, StoredPartition.NOW);

    private void undo(Runnable part) {
        transaction.savepoint();
        part.run();
        transaction.rollback();
    }

    private String idOf(String name) {
        InstanceState named = state.instanceNamed(name);
        return named == null ? null : named.id();
    }

    private ContainerInstance named(String name) {
        return Objects.requireNonNull(state.instance("i1")).record().toBuilder()
                .containerInstanceName(name)
                .build();
    }

    private ServiceState front() {
        return Objects.requireNonNull(state.service("front"));
    }

    @Test
    void anInstanceHasTheNameThatItHad() {
        undo(() -> transaction.putInstance(named("pier")));
        assertThat(idOf("pier")).isNull();
        assertThat(idOf("lighthouse")).isEqualTo("i1");
        undo(() -> transaction.deleteInstance("i1"));
        assertThat(idOf("lighthouse")).isEqualTo("i1");
        assertThat(transaction.isEmpty()).isTrue();
    }

    @Test
    void anInstanceThatIsNotThereAfterAllHasNoName() {
        ContainerInstance i2 = named("pier").toBuilder()
                .containerInstanceArn(StateFixture.IDS.containerInstance("i2"))
                .build();
        undo(() -> transaction.putInstance(i2));
        assertThat(state.instance("i2")).isNull();
        assertThat(idOf("pier")).isNull();
        ContainerInstance nameless = i2.toBuilder().containerInstanceName(null).build();
        undo(() -> transaction.putInstance(nameless));
        assertThat(idOf("lighthouse")).isEqualTo("i1");
    }

    @Test
    void whatIsUnknownOfARecordIsKeptThoughItWasDeletedForAMoment() {
        undo(() -> transaction.deleteService("front"));
        assertThat(state.unknownFields).containsOnlyKeys(SERVICE);
        undo(() -> transaction.deleteService("old"));
        assertThat(state.unknownFields).containsOnlyKeys(SERVICE);
        transaction.deleteService("front");
        assertThat(state.unknownFields).isEmpty();
    }

    private static List<String> messages(ServiceState service) {
        return service.events().stream().map(ServiceEvent::message).toList();
    }

    @Test
    void theOldestEventIsThereAgainThatHadToGo() {
        for (int i = 2; i <= Transaction.EVENTS_KEPT; i++) {
            transaction.addEvent(front(), "event " + i);
        }
        List<String> before = messages(front());
        long next = state.meta().nextEvent();
        undo(() -> transaction.addEvent(front(), "one too many"));
        assertThat(messages(front())).isEqualTo(before).first().isEqualTo("said");
        assertThat(state.meta().nextEvent()).isEqualTo(next);
        assertThat(transaction.notes()).hasSize(Transaction.EVENTS_KEPT - 1);
        assertThat(transaction.deleted(Kind.EVENT)).isEmpty();
    }

    @Test
    void aRecordHasTheVersionThatItHad() {
        Service changed = front().record().toBuilder().desiredCount(9).build();
        undo(() -> transaction.putService(changed));
        assertThat(state.versions).containsEntry(SERVICE, 1L);
        transaction.putService(changed);
        undo(() -> transaction.putService(changed.toBuilder().desiredCount(8).build()));
        assertThat(state.versions).containsEntry(SERVICE, 2L);
        assertThat(front().record()).isEqualTo(changed);
        transaction.deleteService("front");
        undo(() -> transaction.putService(changed));
        assertThat(state.versions).doesNotContainKey(SERVICE);
        undo(() -> transaction.putService(StateFixture.service("new", 1)));
        assertThat(state.versions).doesNotContainKey(new RecordKey(Kind.SERVICE, "new"));
    }

    @Test
    void aServiceThatIsAsItWasIsLookedAt() {
        transaction.savepoint();
        transaction.putService(front().record().toBuilder().desiredCount(9).build());
        assertThat(state.takeDirty()).contains("front");
        transaction.rollback();
        assertThat(state.takeDirty()).containsExactly("front");
    }

    @Test
    void listenersAreToldOfWhatIsLeft() {
        Service before = front().record();
        Service changed = before.toBuilder().desiredCount(9).build();
        transaction.putService(changed);
        undo(() -> transaction.putService(changed.toBuilder().desiredCount(8).build()));
        assertThat(transaction.serviceChanges()).containsExactly(new Transaction.ServiceChange(before, changed));
        undo(() -> transaction.putService(StateFixture.service("new", 1)));
        assertThat(transaction.serviceChanges()).hasSize(1);
    }

    @Test
    void nothingIsUndoneOnceAChangeHasBrokenOffInTheMiddle() {
        transaction.savepoint();
        assertThatThrownBy(() -> transaction.addTask(StateFixture.task("t2", "i1", "front", 9, StoredPartition.NOW)))
                .as("of a revision that is not there")
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(transaction::rollback)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broke off");
    }

    @Test
    void anErrorBeforeAChangeBeginsLeavesAllAsItIs() {
        transaction.savepoint();
        assertThatThrownBy(() -> transaction.changeTask("t1", task -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        transaction.changeTask("t1", task -> task.lastStatus(TaskStatus.DEACTIVATING));
        transaction.rollback();
        assertThat(Objects.requireNonNull(state.task("t1")).lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void whatIsWrittenIsWhatIsLeft() {
        transaction.putToken(new ClientToken("kept", "", List.of(), StoredPartition.NOW));
        undo(() -> transaction.putToken(new ClientToken("undone", "", List.of(), StoredPartition.NOW)));
        List<String> written = new ArrayList<>();
        for (Write write : transaction.writes(RecordCodec::toJson)) {
            written.add(write.kind() + " " + write.id());
        }
        assertThat(written).containsExactly("meta meta", "token kept");
    }
}
