package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Write;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Records of each kind as they are put, found, written and removed. */
class KeptRecordsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Attachment ATTACHMENT = new Attachment("i1", "engine", 1, null);
    private static final ContainerInstance LAST = StateFixture.instance("i1", "z1", ContainerInstanceStatus.INACTIVE);

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    private List<Write> commit(Consumer<Transaction> changes) {
        return rig.commit(NOW, changes);
    }

    private static Cluster cluster(ClusterStatus status) {
        return Cluster.builder()
                .clusterArn(StateFixture.IDS.cluster())
                .clusterName("shop")
                .status(status)
                .build();
    }

    @Test
    void aClusterIsActiveUntilItIsNot() {
        assertThat(state.active()).isFalse();
        assertThat(state.cluster()).isNull();
        assertThat(state.clusterVersion()).isZero();
        commit(transaction -> transaction.putCluster(cluster(ClusterStatus.ACTIVE)));
        assertThat(state.active()).isTrue();
        assertThat(rig.read().cluster()).isEqualTo(cluster(ClusterStatus.ACTIVE));
        commit(transaction -> transaction.putCluster(cluster(ClusterStatus.INACTIVE)));
        assertThat(state.active()).isFalse();
        assertThat(state.clusterVersion()).isEqualTo(2);
        assertThat(rig.read().clusterVersion()).isEqualTo(2);
    }

    @Test
    void aClusterThatIsNotAfterAllIsNone() {
        commit(transaction -> {
            transaction.savepoint();
            transaction.putCluster(cluster(ClusterStatus.ACTIVE));
            transaction.rollback();
            assertThat(transaction.isEmpty()).isTrue();
        });
        assertThat(state.cluster()).isNull();
        assertThat(state.clusterVersion()).isZero();
    }

    @Test
    void anEngineThatTakesOverIsRememberedOnceThereIsACluster() {
        PartitionMeta.Leader leader = new PartitionMeta.Leader("engine", 3);
        assertThat(commit(transaction -> transaction.leadBy(leader))).isEmpty();
        assertThat(state.leader()).isEqualTo("engine");
        commit(transaction -> transaction.putCluster(cluster(ClusterStatus.ACTIVE)));
        PartitionMeta.Leader next = new PartitionMeta.Leader("other", 4);
        assertThat(commit(transaction -> transaction.leadBy(next)))
                .extracting(Write::kind)
                .containsExactly("meta");
        assertThat(rig.read().leader()).isEqualTo("other");
    }

    @Test
    void aTransactionMovesThePartitionsTimeOn() {
        Transaction transaction = new Transaction(state, NOW);
        assertThat(transaction.now()).isEqualTo(NOW);
        assertThat(transaction.state()).isSameAs(state);
        transaction.putAttachment(ATTACHMENT);
        transaction.writes(Object::toString);
        assertThat(state.meta().now()).isEqualTo(NOW);
        assertThat(state.metaVersion()).isEqualTo(1);
    }

    @Test
    void anInstanceIsAttachedToAnEngineUntilNothingIsLeftOfIt() {
        commit(transaction -> transaction.putAttachment(ATTACHMENT));
        assertThat(state.attachment("i1")).isEqualTo(ATTACHMENT);
        assertThat(state.oldestFormer()).isNull();
        Attachment former = ATTACHMENT.deregistered(LAST, NOW);
        commit(transaction -> transaction.putAttachment(former));
        assertThat(state.oldestFormer()).isEqualTo(former);
        assertThat(state.attachments()).containsExactly(former);
        assertThat(commit(transaction -> transaction.deleteAttachment("i1")))
                .contains(new Write.Delete("attachment", "i1"));
        assertThat(state.attachments()).isEmpty();
        assertThat(state.oldestFormer()).isNull();
        assertThat(commit(transaction -> transaction.deleteAttachment("i1")))
                .as("once more")
                .isEmpty();
    }

    @Test
    void anInstanceThatIsRegisteredAgainIsNoFormerOne() {
        commit(transaction -> transaction.putAttachment(ATTACHMENT.deregistered(LAST, NOW)));
        commit(transaction -> transaction.putAttachment(ATTACHMENT));
        assertThat(state.oldestFormer()).isNull();
    }

    @Test
    void hostsThatOnlyEnginesOfOnePlaceReachAreKnown() {
        Attachment local = new Attachment("i1", "engine", 1, "here");
        commit(transaction -> {
            transaction.putAttachment(local);
            transaction.putAttachment(new Attachment("i2", "engine", 1, null));
        });
        assertThat(state.localAttachments()).containsExactly(local);
        commit(transaction -> transaction.putAttachment(ATTACHMENT));
        assertThat(state.localAttachments()).isEmpty();
        commit(transaction -> transaction.putAttachment(local));
        commit(transaction -> transaction.deleteAttachment("i1"));
        assertThat(state.localAttachments()).isEmpty();
    }

    @Test
    void aTokenIsKeptUntilItIsTheOldestAndGoes() {
        assertThat(state.oldestToken()).isNull();
        ClientToken first = new ClientToken("a", "hash", List.of("arn"), NOW);
        commit(transaction -> transaction.putToken(first));
        commit(transaction -> transaction.putToken(new ClientToken("b", "hash", List.of(), NOW)));
        assertThat(state.token("a")).isEqualTo(first);
        assertThat(state.oldestToken()).isEqualTo(first);
        assertThat(commit(transaction -> transaction.deleteToken("a"))).contains(new Write.Delete("token", "a"));
        assertThat(Objects.requireNonNull(state.oldestToken()).id()).isEqualTo("b");
        assertThat(rig.read().tokens.keySet()).containsExactly("b");
        assertThat(commit(transaction -> transaction.deleteToken("a"))).isEmpty();
    }

    @Test
    void aReplyIsKeptUntilItIsNotWanted() {
        Reply reply = new Reply("r1", null, new Reply.Refusal("ClientException", "no", List.of()), NOW);
        commit(transaction -> transaction.putReply(reply));
        assertThat(state.reply("r1")).isEqualTo(reply);
        assertThat(rig.read().replies()).containsExactly(reply);
        assertThat(commit(transaction -> transaction.deleteReply("r1"))).contains(new Write.Delete("reply", "r1"));
        assertThat(state.replies()).isEmpty();
        assertThat(rig.read().replies()).isEmpty();
        assertThat(commit(transaction -> transaction.deleteReply("r1"))).isEmpty();
    }

    @Test
    void aReplyThatIsTakenBackIsNone() {
        Reply reply = new Reply("r1", null, null, NOW);
        commit(transaction -> {
            transaction.savepoint();
            transaction.putReply(reply);
            transaction.rollback();
            assertThat(state.reply("r1")).isNull();
            transaction.putReply(reply);
            transaction.savepoint();
            transaction.deleteReply("r1");
            transaction.rollback();
            assertThat(state.reply("r1")).isEqualTo(reply);
        });
        assertThat(rig.read().replies()).containsExactly(reply);
    }

    private void putShop(ServiceStatus status) {
        commit(transaction -> {
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(
                    StateFixture.service("shop", 1).toBuilder().status(status).build());
        });
    }

    @Test
    void itIsKnownSinceWhenAServiceIsInactiveAndForgottenWhenItIsNot() {
        assertThat(state.oldestInactiveService()).isNull();
        putShop(ServiceStatus.INACTIVE);
        assertThat(state.oldestInactiveService()).isEqualTo(new InactiveService("shop", NOW));
        assertThat(rig.read().inactiveServices).isEqualTo(state.inactiveServices);
        rig.commit(
                NOW.plusSeconds(1),
                transaction -> transaction.putService(Objects.requireNonNull(state.service("shop")).record().toBuilder()
                        .desiredCount(0)
                        .build()));
        assertThat(state.oldestInactiveService()).as("as before").isEqualTo(new InactiveService("shop", NOW));
        putShop(ServiceStatus.ACTIVE);
        assertThat(state.oldestInactiveService()).isNull();
        putShop(ServiceStatus.INACTIVE);
        assertThat(commit(transaction -> transaction.deleteService("shop")))
                .contains(new Write.Delete("inactiveservice", "shop"), new Write.Delete("service", "shop"));
        assertThat(state.inactiveServices).isEmpty();
        assertThat(state.services()).isEmpty();
    }

    @Test
    void sinceWhenAServiceIsInactiveIsNotWrittenOverWhereItWasSetAside() {
        state.quarantine().add("inactiveservice", "shop", "garbled");
        putShop(ServiceStatus.INACTIVE);
        assertThat(state.inactiveServices).isEmpty();
    }

    @Test
    void aTaskIsWrittenOnceWithItsNextVersionHoweverOftenItChanges() {
        commit(transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("shop", 1));
            transaction.addTask(StateFixture.task("t1", "i1", "shop", 1, NOW));
            Task changed = transaction.changeTask("t1", task -> task.lastStatus(TaskStatus.ACTIVATING));
            assertThat(changed).isEqualTo(state.task("t1"));
            assertThat(changed.version()).isEqualTo(1);
            assertThat(transaction.changed(Kind.TASK, Task.class)).containsExactly(changed);
            assertThat(transaction.size())
                    .as("the history of the deployment is the fifth")
                    .isEqualTo(5);
            assertThat(transaction.touched()).contains(new RecordKey(Kind.TASK, "t1"));
        });
        commit(transaction -> {
            transaction.changeTask("t1", task -> task.lastStatus(TaskStatus.RUNNING));
            Task changed = transaction.changeTask("t1", task -> task.startedAt(NOW));
            assertThat(changed.version()).isEqualTo(2);
        });
        assertThat(state.taskCount()).isEqualTo(1);
        assertThat(rig.read().task("t1")).isEqualTo(state.task("t1"));
    }

    @Test
    void instancesAreInTheOrderOfTheirIds() {
        commit(transaction -> List.of("i2", "i1")
                .forEach(id ->
                        transaction.putInstance(StateFixture.instance(id, "z1", ContainerInstanceStatus.ACTIVE))));
        assertThat(state.instances()).extracting(InstanceState::id).containsExactly("i1", "i2");
        assertThat(Objects.requireNonNull(state.instance("i2")).id()).isEqualTo("i2");
        assertThat(state.instance("i3")).isNull();
    }
}
