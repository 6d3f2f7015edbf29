package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.capacity.Pool;
import io.stowage.core.json.RecordCodec;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a follower makes of single changes that another engine committed. */
class StateFoldTest {

    private static final RecordKey SERVICE = new RecordKey(Kind.SERVICE, "front");

    private final ClusterState state = StoredPartition.whole().read();
    private final StateFold fold = new StateFold(state, (type, json) -> RecordCodec.readStored(json, type));

    @BeforeEach
    void everythingWasLookedAt() {
        state.takeDirty();
    }

    private static Write put(Kind kind, String id, long version, Object record) {
        return new Write.Put(
                new StoredRecord(kind.storedName(), id, version, Payload.ofObject(record, RecordCodec::toJson)));
    }

    private static Write text(Kind kind, String id, String json) {
        return new Write.Put(new StoredRecord(kind.storedName(), id, 2, Payload.ofText(json)));
    }

    private static Write delete(Kind kind, String id) {
        return new Write.Delete(kind.storedName(), id);
    }

    private FoldedChanges fold(Write... writes) {
        FoldedChanges changes = fold.fold(List.of(writes));
        assertThat(fold.broken()).isFalse();
        assertThat(StateCounts.kept(state)).isEqualTo(StateCounts.counted(state));
        assertThat(state.anyDirty()).as("a follower decides nothing").isFalse();
        return changes;
    }

    private ServiceState front() {
        return Objects.requireNonNull(state.service("front"));
    }

    private InstanceState i1() {
        return Objects.requireNonNull(state.instance("i1"));
    }

    private Task t1() {
        return Objects.requireNonNull(state.task("t1"));
    }

    @Test
    void nothingComesOfNothing() {
        FoldedChanges changes = fold();
        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.isAnother()).isFalse();
        assertThat(changes.state()).isSameAs(state);
        assertThat(changes.now()).isEqualTo(StoredPartition.NOW);
    }

    @Test
    void thePartitionsTimeGoesOnAndTellsNobodyAnything() {
        PartitionMeta next = state.meta().at(StoredPartition.NOW.plusSeconds(1));
        assertThat(fold(put(Kind.META, "meta", 8, next)).isEmpty()).isTrue();
        assertThat(state.meta()).isEqualTo(next);
        assertThat(state.metaVersion()).isEqualTo(8);
    }

    @Test
    void whoLeadsIsTold() {
        PartitionMeta next = state.meta().ledBy(new PartitionMeta.Leader("other", 2));
        assertThat(fold(put(Kind.META, "meta", 8, next)).changed(Kind.META, PartitionMeta.class))
                .containsExactly(next);
        assertThat(fold(put(Kind.META, "meta", 9, next)).isEmpty()).isTrue();
    }

    @Test
    void aClusterChangesAndGoes() {
        Cluster over = Objects.requireNonNull(state.cluster()).toBuilder()
                .status(ClusterStatus.INACTIVE)
                .build();
        assertThat(fold(put(Kind.CLUSTER, "shop", 2, over)).changed(Kind.CLUSTER, Cluster.class))
                .containsExactly(over);
        assertThat(state.active()).isFalse();
        assertThat(state.clusterVersion()).isEqualTo(2);
        assertThat(fold(delete(Kind.CLUSTER, "shop")).deleted(Kind.CLUSTER)).containsExactly("shop");
        assertThat(state.cluster()).isNull();
        assertThat(state.clusterVersion()).isZero();
    }

    @Test
    void anAttachmentChangesAndGoes() {
        Attachment next = new Attachment("i1", "other", 2, null);
        assertThat(fold(put(Kind.ATTACHMENT, "i1", 2, next)).changed(Kind.ATTACHMENT, Attachment.class))
                .containsExactly(next);
        assertThat(state.attachment("i1")).isEqualTo(next);
        assertThat(fold(delete(Kind.ATTACHMENT, "i1")).deleted(Kind.ATTACHMENT)).containsExactly("i1");
        assertThat(state.attachments()).isEmpty();
    }

    @Test
    void aDefinitionThatIsThereStaysWithTheCountOfItsUsers() {
        fold(put(Kind.DEFINITION, "web:1", 1, StateFixture.definition(1)));
        fold(put(Kind.DEFINITION, "web:2", 1, StateFixture.definition(2)));
        assertThat(state.definition(StateFixture.definitionArn(2))).isEqualTo(StateFixture.definition(2));
        fold(delete(Kind.DEFINITION, "web:2"));
        assertThat(state.definition(StateFixture.definitionArn(2))).isNull();
    }

    private ContainerInstance named(String id, String name) {
        return i1().record().toBuilder()
                .containerInstanceArn(StateFixture.IDS.containerInstance(id))
                .containerInstanceName(name)
                .build();
    }

    private String idOf(String name) {
        InstanceState named = state.instanceNamed(name);
        return named == null ? null : named.id();
    }

    @Test
    void aNamePassesFromOneInstanceToAnother() {
        fold(put(Kind.INSTANCE, "i1", 2, named("i1", "lighthouse")));
        assertThat(idOf("lighthouse")).isEqualTo("i1");
        fold(put(Kind.INSTANCE, "i1", 3, named("i1", "pier")), put(Kind.INSTANCE, "i2", 1, named("i2", "lighthouse")));
        assertThat(idOf("lighthouse")).isEqualTo("i2");
        assertThat(idOf("pier")).isEqualTo("i1");
        // As one change: the order in which they came about is not known.
        fold(put(Kind.INSTANCE, "i2", 2, named("i2", "pier")), put(Kind.INSTANCE, "i1", 4, named("i1", "lighthouse")));
        assertThat(idOf("lighthouse")).isEqualTo("i1");
        assertThat(idOf("pier")).isEqualTo("i2");
        assertThat(fold(delete(Kind.INSTANCE, "i2")).deleted(Kind.INSTANCE)).containsExactly("i2");
        assertThat(idOf("pier")).isNull();
        assertThat(idOf("lighthouse")).isEqualTo("i1");
    }

    @Test
    void aServiceChangesAndGoes() {
        Service before = front().record();
        Service after = before.toBuilder().desiredCount(4).build();
        FoldedChanges changes = fold(put(Kind.SERVICE, "front", 2, after));
        assertThat(changes.serviceChanges()).containsExactly(new Transaction.ServiceChange(before, after));
        assertThat(state.versions).containsEntry(SERVICE, 2L);
        Service added = StateFixture.service("back", 1);
        assertThat(fold(put(Kind.SERVICE, "back", 1, added)).serviceChanges())
                .containsExactly(new Transaction.ServiceChange(null, added));
        assertThat(fold(delete(Kind.SERVICE, "back")).deleted(Kind.SERVICE)).containsExactly("back");
        assertThat(state.service("back")).isNull();
        assertThat(state.maybeUnused).as("what only a leader removes").isEmpty();
    }

    @Test
    void anEventIsToldAndGoes() {
        ServiceEvent event = new ServiceEvent("0000000000000002", StoredPartition.NOW, "said more");
        FoldedChanges changes = fold(put(Kind.EVENT, "front/0000000000000002", 1, event));
        assertThat(changes.notes()).containsExactly(new Transaction.ServiceNote(front().record(), event));
        assertThat(front().lastEvent()).isEqualTo("said more");
        fold(delete(Kind.EVENT, "front/0000000000000002"));
        assertThat(front().events()).extracting(ServiceEvent::message).containsExactly("said");
    }

    @Test
    void anEventOfAServiceThatIsGoneIsNobodys() {
        ServiceEvent event = new ServiceEvent("0000000000000002", StoredPartition.NOW, "said");
        assertThat(fold(put(Kind.EVENT, "gone/0000000000000002", 1, event)).notes())
                .isEmpty();
        fold(delete(Kind.EVENT, "gone/0000000000000002"));
        assertThat(front().events()).hasSize(1);
    }

    @Test
    void aTaskComesAndStopsAndGoes() {
        Task added = StateFixture.task("t2", "i1", "front", 1, StoredPartition.NOW);
        FoldedChanges changes = fold(put(Kind.TASK, "t2", 1, added));
        assertThat(changes.orders().get("i1")).extracting(TaskOrder::taskId).containsExactly("t2");
        assertThat(front().described().pendingCount()).isEqualTo(1);
        Task stopped = added.toBuilder()
                .version(2)
                .desiredStatus(DesiredStatus.STOPPED)
                .lastStatus(TaskStatus.STOPPED)
                .build();
        assertThat(fold(put(Kind.TASK, "t2", 2, stopped)).changed(Kind.TASK, Task.class))
                .containsExactly(stopped);
        assertThat(front().lastStopped(9)).containsExactly(stopped);
        assertThat(fold(delete(Kind.TASK, "t2")).deleted(Kind.TASK)).containsExactly("t2");
        assertThat(front().lastStopped(9)).isEmpty();
        assertThat(state.oldestStopped()).isNull();
    }

    @Test
    void aTaskThatWasNeverSeenStoppedGoesWithAllThatItTook() {
        fold(delete(Kind.TASK, "t1"), delete(Kind.TASK, "unheard-of"));
        assertThat(state.task("t1")).isNull();
        assertThat(i1().remainingCpu()).isEqualTo(4096);
        assertThat(front().unreleasedCount()).isZero();
    }

    @Test
    void whatIsReferredToIsPutFirstAndRemovedLast() {
        FoldedChanges changes = fold(
                put(Kind.TASK, "t2", 1, StateFixture.task("t2", "i2", "back", 2, StoredPartition.NOW)),
                put(Kind.SERVICE, "back", 1, StateFixture.service("back", 2)),
                put(Kind.INSTANCE, "i2", 1, named("i2", null)),
                put(Kind.DEFINITION, "web:2", 1, StateFixture.definition(2)));
        assertThat(changes.ids(Kind.TASK)).containsExactly("t2");
        assertThat(Objects.requireNonNull(state.instance("i2")).unreleasedCount())
                .isEqualTo(1);
        changes = fold(
                delete(Kind.DEFINITION, "web:2"),
                delete(Kind.INSTANCE, "i2"),
                delete(Kind.SERVICE, "back"),
                delete(Kind.TASK, "t2"));
        assertThat(changes.deleted(Kind.TASK)).containsExactly("t2");
        assertThat(changes.deleted(Kind.SERVICE)).containsExactly("back");
        assertThat(changes.isEmpty()).isFalse();
        assertThat(state.definitions).hasSize(1);
        assertThat(state.taskCount()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsPutAgainIsTheNewest() {
        fold(
                put(Kind.TOKEN, "a", 1, new ClientToken("a", "", List.of(), StoredPartition.NOW)),
                put(Kind.TOKEN, "RunTask/x", 2, new ClientToken("RunTask/x", "", List.of(), StoredPartition.NOW)));
        assertThat(state.tokens.keySet()).containsExactly("a", "RunTask/x");
        fold(delete(Kind.TOKEN, "a"));
        assertThat(state.tokens.keySet()).containsExactly("RunTask/x");
    }

    @Test
    void aReplyIsToldAndGoes() {
        Reply reply = new Reply("r2", null, null, StoredPartition.NOW);
        assertThat(fold(put(Kind.REPLY, "r2", 1, reply)).changed(Kind.REPLY, Reply.class))
                .containsExactly(reply);
        assertThat(state.reply("r2")).isEqualTo(reply);
        fold(delete(Kind.REPLY, "r2"));
        assertThat(state.reply("r2")).isNull();
    }

    @Test
    void sinceWhenAServiceIsInactiveIsKnown() {
        InactiveService other = new InactiveService("front", StoredPartition.NOW);
        fold(put(Kind.INACTIVE_SERVICE, "front", 1, other), delete(Kind.INACTIVE_SERVICE, "old"));
        assertThat(state.inactiveServices.values()).containsExactly(other);
    }

    @Test
    void whatANewerEngineSaysInARecordIsKeptUntilItDoesNotSayItAnyMore() {
        String json = RecordCodec.toJson(front().record());
        fold(text(Kind.SERVICE, "front", "{\"fromTheFuture\":7," + json.substring(1)));
        assertThat(state.unknownFields.keySet()).containsExactly(SERVICE);
        fold(text(Kind.SERVICE, "front", json));
        assertThat(state.unknownFields).isEmpty();
        fold(text(Kind.SERVICE, "front", "{\"fromTheFuture\":7," + json.substring(1)));
        fold(delete(Kind.TASK, "t1"), delete(Kind.SERVICE, "front"));
        assertThat(state.unknownFields).isEmpty();
        assertThat(state.versions).doesNotContainKey(SERVICE);
    }

    @Test
    void aTextThatCanNotBeReadChangesNothing() {
        Write stop = put(
                Kind.TASK,
                "t1",
                2,
                t1().toBuilder().version(2).stoppedReason("for fun").build());
        assertThatThrownBy(() -> fold(stop, text(Kind.TOKEN, "x", "?"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(fold.broken()).isFalse();
        assertThat(t1().stoppedReason()).isNull();
    }

    @Test
    void aRecordThatWasSetAsideIsNotFolded() {
        state.quarantine().add("service", "front", "garbled");
        assertThatThrownBy(() -> fold(put(Kind.SERVICE, "front", 2, front().record())))
                .hasMessage("service front, which was set aside, has changed");
        assertThat(fold.broken()).isFalse();
    }

    @Test
    void thePartitionsMemoryOfItselfDoesNotGo() {
        assertThatThrownBy(() -> fold(delete(Kind.META, "meta"))).isInstanceOf(IllegalStateException.class);
        assertThat(fold.broken()).isTrue();
    }

    @Test
    void aLaunchComesAndGoes() {
        MachineLaunch launch = LaunchRecordsTest.launch("l1");
        fold(put(Kind.LAUNCH, "l1", 1, launch));
        assertThat(state.launch("l1")).isEqualTo(launch);
        fold(delete(Kind.LAUNCH, "l1"));
        assertThat(state.launches()).isEmpty();
    }

    @Test
    void whatIsRememberedOfACapacityProviderChangesAndGoes() {
        Pool pool = new Pool("small", "a", Purchase.SPOT);
        ProviderMemory unused = ProviderMemory.of("pool");
        ProviderMemory paused = unused.with(unused.pauses().refused(pool, StoredPartition.NOW));
        fold(put(Kind.PROVIDER_MEMORY, "pool", 1, paused));
        assertThat(state.providerMemory("pool")).isEqualTo(paused).isNotEqualTo(unused);
        fold(delete(Kind.PROVIDER_MEMORY, "pool"));
        assertThat(state.providerMemory("pool")).isEqualTo(unused);
    }
}
