package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.placement.Demand;
import io.stowage.core.service.TaskBucket;
import io.stowage.error.ClientException;
import io.stowage.error.ServerException;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.NetworkMode;
import io.stowage.model.Service;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Write;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from a change beside the record that changes. */
class TransactionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    @BeforeEach
    void aServiceWithATaskThatRuns() {
        commit(transaction -> {
            transaction.putInstance(named("i1", "lighthouse"));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("shop", 1));
            transaction.addTask(StateFixture.task("t1", "i1", "shop", 1, NOW));
            run(transaction, "t1");
        });
        assertThat(state.takeDirty()).containsExactly("shop");
    }

    private static io.stowage.model.ContainerInstance named(String id, String name) {
        return StateFixture.instance(id, "z1", ContainerInstanceStatus.ACTIVE).toBuilder()
                .containerInstanceName(name)
                .build();
    }

    private static void run(Transaction transaction, String id) {
        transaction.changeTask(id, task -> task.lastStatus(TaskStatus.RUNNING).startedAt(NOW));
    }

    private static void stop(Transaction transaction, String id) {
        transaction.changeTask(
                id,
                task -> task.desiredStatus(DesiredStatus.STOPPED)
                        .lastStatus(TaskStatus.STOPPED)
                        .stoppedAt(NOW));
    }

    private List<Write> commit(Consumer<Transaction> changes) {
        return rig.commit(NOW, changes);
    }

    private ServiceState shop() {
        return Objects.requireNonNull(state.service("shop"));
    }

    @Test
    void aServiceIsLookedAtWhenATaskOfItIsNew() {
        commit(transaction -> transaction.addTask(StateFixture.task("t2", "i1", "shop", 1, NOW)));
        assertThat(state.takeDirty()).containsExactly("shop");
    }

    @Test
    void aServiceIsLookedAtWhenATaskOfItChanges() {
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.takeDirty()).containsExactly("shop");
    }

    @Test
    void aServiceIsLookedAtWhenTheInstanceOfItsTaskChanges() {
        commit(transaction -> transaction.putInstance(named("i1", "lighthouse").toBuilder()
                .status(ContainerInstanceStatus.DRAINING)
                .build()));
        assertThat(state.takeDirty()).containsExactly("shop");
    }

    @Test
    void aServiceIsLookedAtWhenWhatWasDoneToItsTasksIsUndone() {
        commit(transaction -> {
            transaction.savepoint();
            transaction.addTask(StateFixture.task("t2", "i1", "shop", 1, NOW));
            assertThat(state.takeDirty()).containsExactly("shop");
            transaction.rollback();
            assertThat(state.takeDirty()).as("after a task too many").containsExactly("shop");

            transaction.savepoint();
            stop(transaction, "t1");
            assertThat(state.takeDirty()).containsExactly("shop");
            transaction.rollback();
            assertThat(state.takeDirty()).as("after a stop").containsExactly("shop");
        });
    }

    @Test
    void aTaskThatWasStoppedAndIsNotBecomesHealthyInItsTimeAllTheSame() {
        commit(transaction -> {
            transaction.savepoint();
            stop(transaction, "t1");
            transaction.rollback();
        });
        assertThat(shop().nextMaturity()).isEqualTo(NOW.plus(StateRig.MATURITY));
    }

    @Test
    void protectionEndsInItsTimeAndNothingIsWrittenForThat() {
        Instant end = NOW.plusSeconds(60);
        commit(transaction -> transaction.changeTask("t1", task -> task.protectionExpirationDate(end)));
        state.mature(shop(), end.minusMillis(1));
        assertThat(protectedTasks()).isEqualTo(1);
        assertThat(shop().nextEndOfProtection()).isEqualTo(end);

        state.mature(shop(), end);
        assertThat(protectedTasks()).isZero();
        assertThat(shop().nextEndOfProtection()).isNull();
        assertThat(Objects.requireNonNull(state.task("t1")).protectionExpirationDate())
                .isEqualTo(end);
    }

    @Test
    void aTaskThatIsToStopIsProtectedNoMore() {
        commit(transaction -> transaction.changeTask("t1", task -> task.protectionExpirationDate(NOW.plusSeconds(60))));
        commit(transaction -> stop(transaction, "t1"));
        assertThat(protectedTasks()).isZero();
        assertThat(shop().nextEndOfProtection()).isNull();
    }

    @Test
    void protectionFollowsATaskFromBucketToBucket() {
        commit(transaction -> transaction.changeTask("t1", task -> task.protectionExpirationDate(NOW.plusSeconds(60))));
        state.mature(shop(), NOW.plus(StateRig.MATURITY));
        assertThat(shop().deployments().get(0).protectedCount(TaskBucket.HEALTHY))
                .isEqualTo(1);
        assertThat(protectedTasks()).isEqualTo(1);
    }

    private int protectedTasks() {
        int sum = 0;
        for (TaskBucket bucket : TaskBucket.values()) {
            sum += shop().deployments().get(0).protectedCount(bucket);
        }
        return sum;
    }

    @Test
    void aTaskThatWasForgottenAndIsNotIsKeptAgain() {
        commit(transaction -> stop(transaction, "t1"));
        commit(transaction -> {
            transaction.savepoint();
            transaction.deleteTask("t1");
            assertThat(state.oldestStopped()).isNull();
            assertThat(shop().lastStopped(9)).isEmpty();
            transaction.rollback();
        });
        assertThat(state.taskCount(TaskStatus.STOPPED)).isEqualTo(1);
        assertThat(state.oldestStopped()).isEqualTo(state.task("t1"));
        assertThat(shop().lastStopped(9)).containsExactly(state.task("t1"));
    }

    @Test
    void aServiceThatWantsATaskNoMoreIsNotHeldUpByWhatFittedNowhere() {
        state.block("shop", new Demand(1, 1, 0, List.of()), null);
        commit(transaction -> transaction.changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED)));
        assertThat(state.blocked("shop")).isFalse();
    }

    @Test
    void aServiceWithOneMoreStoppedTaskMayHaveTooMany() {
        assertThat(state.anyMoreStopped()).isFalse();
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.servicesWithMoreStopped()).containsExactly("shop");
    }

    @Test
    void anInstanceThatIsGoneGivesItsNameBack() {
        assertThat(Objects.requireNonNull(state.instanceNamed("lighthouse")).id())
                .isEqualTo("i1");
        commit(transaction -> transaction.deleteInstance("i1"));
        assertThat(state.instanceNamed("lighthouse")).isNull();
    }

    @Test
    void anInstanceThatIsGoneIsRemovedWithItsRecordAndTakesNoOtherNameWithIt() {
        commit(transaction ->
                transaction.putInstance(StateFixture.instance("i2", "z1", ContainerInstanceStatus.ACTIVE)));
        List<Write> writes = commit(transaction -> {
            transaction.deleteInstance("i2");
            assertThat(transaction.deleted(Kind.INSTANCE)).containsExactly("i2");
        });
        assertThat(writes).contains(new Write.Delete(Kind.INSTANCE.storedName(), "i2"));
        assertThat(state.instance("i2")).isNull();
        assertThat(rig.read().instance("i2")).isNull();
        assertThat(Objects.requireNonNull(state.instanceNamed("lighthouse")).id())
                .isEqualTo("i1");
    }

    @Test
    void aRevisionThatNothingUsesAnyMoreIsRemovedWithItsRecord() {
        List<Write> added = commit(transaction -> transaction.putDefinition(StateFixture.definition(2)));
        assertThat(state.definition(StateFixture.definitionArn(2))).isNull();
        assertThat(added).contains(new Write.Delete(Kind.DEFINITION.storedName(), "web:2"));
        assertThat(state.definition(StateFixture.definitionArn(1))).isNotNull();
    }

    @Test
    void aRevisionIsWhatItWasWhateverBecameOfItsRegistration() {
        TaskDefinition used = StateFixture.definition(1);
        TaskDefinition later = used.toBuilder()
                .status(TaskDefinitionStatus.INACTIVE)
                .registeredAt(NOW)
                .deregisteredAt(NOW.plusSeconds(1))
                .registeredBy("somebody")
                .build();

        assertThat(commit(transaction -> transaction.putDefinition(later))).isEmpty();
        assertThat(state.definition(StateFixture.definitionArn(1))).isEqualTo(used);
    }

    @Test
    void anotherRevisionUnderTheArnOfOneThatIsUsedIsRefused() {
        TaskDefinition used = StateFixture.definition(1);
        TaskDefinition other =
                used.toBuilder().networkMode(NetworkMode.HOST).registeredAt(NOW).build();

        assertThatThrownBy(() -> commit(transaction -> transaction.putDefinition(other)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(StateFixture.definitionArn(1) + " is another revision in this cluster");
        assertThat(state.definition(StateFixture.definitionArn(1))).isEqualTo(used);
    }

    @Test
    void noRevisionIsRemovedWhileATaskOrAServiceCannotBeRead() {
        for (Kind kind : List.of(Kind.TASK, Kind.SERVICE)) {
            StateRig other = new StateRig();
            other.state().quarantine().add(kind.storedName(), "x", "unreadable");
            other.commit(NOW, transaction -> transaction.putDefinition(StateFixture.definition(2)));
            assertThat(other.state().definition(StateFixture.definitionArn(2)))
                    .as("beside a %s", kind)
                    .isNotNull();
        }
    }

    @Test
    void whatWasSetAsideIsNotWrittenOver() {
        setAside(Kind.CLUSTER, "shop");
        setAside(Kind.DEFINITION, "web:2");
        setAside(Kind.SERVICE, "other");
        setAside(Kind.TOKEN, "token");
        assertRefused(transaction -> transaction.putCluster(cluster()));
        assertRefused(transaction -> transaction.putDefinition(StateFixture.definition(2)));
        assertRefused(transaction -> transaction.putService(StateFixture.service("other", 1)));
        assertRefused(transaction -> transaction.putToken(new ClientToken("token", "", List.of(), NOW)));
    }

    private static Cluster cluster() {
        return Cluster.builder()
                .clusterArn(StateFixture.IDS.cluster())
                .clusterName("shop")
                .status(ClusterStatus.ACTIVE)
                .build();
    }

    private void setAside(Kind kind, String id) {
        state.quarantine().add(kind.storedName(), id, "unreadable");
    }

    private void assertRefused(Consumer<Transaction> change) {
        Transaction transaction = new Transaction(state, NOW);
        assertThatThrownBy(() -> change.accept(transaction))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("set aside");
        assertThat(transaction.isEmpty()).isTrue();
    }

    @Test
    void theLatestLossIsRemembered() {
        Transaction first = new Transaction(state, NOW);
        first.noteLoss(5);
        assertThat(first.isEmpty()).isFalse();
        assertThat(state.meta().lostUpTo()).isEqualTo(5);

        Transaction earlier = new Transaction(state, NOW);
        earlier.noteLoss(3);
        earlier.noteLoss(5);
        assertThat(earlier.isEmpty()).as("nothing new").isTrue();
        assertThat(state.meta().lostUpTo()).isEqualTo(5);

        Transaction decided = new Transaction(state, NOW);
        decided.forgetLoss();
        assertThat(decided.isEmpty()).isFalse();
        assertThat(state.meta().lostUpTo()).isNull();

        Transaction again = new Transaction(state, NOW);
        again.forgetLoss();
        assertThat(again.isEmpty()).isTrue();
    }

    @Test
    void listenersAreToldOfServicesAndTheirEvents() {
        Service before = shop().record();
        Service after = before.toBuilder().desiredCount(4).build();
        commit(transaction -> {
            assertThat(transaction.touches(Kind.SERVICE, Kind.EVENT)).isFalse();
            transaction.putService(after);
            transaction.addEvent(shop(), "said");
            assertThat(transaction.serviceChanges())
                    .containsExactly(new Transaction.ServiceChange(before, shop().record()));
            assertThat(transaction.notes()).singleElement().satisfies(note -> {
                assertThat(note.service().desiredCount()).isEqualTo(4);
                assertThat(note.event().message()).isEqualTo("said");
            });
            assertThat(transaction.touches(Kind.INSTANCE, Kind.SERVICE)).isTrue();
            assertThat(transaction.touches(Kind.SERVICE, Kind.INSTANCE)).isTrue();
            assertThat(transaction.touches(Kind.INSTANCE, Kind.ATTACHMENT)).isFalse();
        });
    }

    @Test
    void theOldestOfTooManyEventsGoesWithItsRecord() {
        List<Write> writes = commit(transaction -> {
            for (int i = 0; i <= Transaction.EVENTS_KEPT; i++) {
                transaction.addEvent(shop(), "event " + i);
            }
        });
        assertThat(shop().events()).hasSize(Transaction.EVENTS_KEPT);
        assertThat(shop().described().events().get(0).message()).isEqualTo("event " + Transaction.EVENTS_KEPT);
        assertThat(writes)
                .anyMatch(write -> write instanceof Write.Delete && write.kind().equals(Kind.EVENT.storedName()));
    }

    @Test
    void aServiceThatIsRemovedTakesItsEventsAndItsHistoryWithIt() {
        commit(transaction -> transaction.putService(StateFixture.service("other", 1)));
        commit(transaction -> transaction.addEvent(Objects.requireNonNull(state.service("other")), "said"));
        List<Write> writes = commit(transaction -> transaction.deleteService("other"));
        assertThat(writes)
                .filteredOn(Write.Delete.class::isInstance)
                .extracting(Write::kind)
                .containsExactlyInAnyOrder(
                        Kind.EVENT.storedName(), Kind.PAST_DEPLOYMENT.storedName(), Kind.SERVICE.storedName());
        assertThat(rig.read().service("other")).isNull();
    }
}
