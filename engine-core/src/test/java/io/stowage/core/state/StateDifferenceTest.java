package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskOrder;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is told of a state that was read anew to those who know an earlier one. */
class StateDifferenceTest {

    private static final RecordKey TASK = new RecordKey(Kind.TASK, "t1");
    private static final RecordKey SERVICE = new RecordKey(Kind.SERVICE, "front");

    private final ClusterState before = StoredPartition.whole().read();
    private final StoredPartition later = StoredPartition.whole();

    /** What is told to those who know all of the state before but these records. */
    private FoldedChanges told(RecordKey... untold) {
        return told(before, later.read(), untold);
    }

    private static FoldedChanges told(ClusterState known, ClusterState after, RecordKey... untold) {
        return StateDifference.between(new StateDifference.Known(known, Set.of(untold), Map.of()), after);
    }

    private static void assertNothing(FoldedChanges told) {
        for (Kind kind : Kind.values()) {
            assertThat(told.changed(kind, Object.class)).as("changed %s", kind).isEmpty();
            assertThat(told.deleted(kind)).as("deleted %s", kind).isEmpty();
        }
        assertThat(told.serviceChanges()).isEmpty();
        assertThat(told.notes()).isEmpty();
        assertThat(told.orders()).isEmpty();
    }

    private static Task running(ClusterState state) {
        return Objects.requireNonNull(state.task("t1"));
    }

    private static Service front(ClusterState state) {
        return Objects.requireNonNull(state.service("front")).record();
    }

    @Test
    void toThoseWhoKnowNothingNothingIsToldButThatTheStateIsAnother() {
        ClusterState after = later.read();
        FoldedChanges told = StateDifference.between(null, after);
        assertNothing(told);
        assertThat(told.isAnother()).isTrue();
        assertThat(told.isEmpty()).isFalse();
        assertThat(told.state()).isSameAs(after);
        assertThat(told.now()).isEqualTo(StoredPartition.NOW);
    }

    @Test
    void nothingIsToldOfAStateThatIsAsItWas() {
        assertNothing(told());
        assertNothing(told(before, before));
    }

    @Test
    void aTaskThatIsNewIsToldToItsAgent() {
        later.put(Kind.TASK, "t2", 1, StateFixture.task("t2", "i1", "front", 1, StoredPartition.NOW));
        FoldedChanges told = told();
        assertThat(told.ids(Kind.TASK)).containsExactly("t2");
        assertThat(told.orders()).containsOnlyKeys("i1");
        assertThat(told.orders().get("i1")).extracting(TaskOrder::taskId).containsExactly("t2");
    }

    /** Its second version. */
    private Task change(UnaryOperator<Task> edit) {
        Task changed = edit.apply(running(before)).toBuilder().version(2).build();
        later.put(Kind.TASK, "t1", 2, changed);
        return changed;
    }

    @Test
    void aTaskThatChangedIsTold() {
        Task changed = change(task -> task.toBuilder().stoppedReason("for fun").build());
        FoldedChanges told = told();
        assertThat(told.changed(Kind.TASK, Task.class)).containsExactly(changed);
        assertThat(told.orders()).as("its agent has nothing to do").isEmpty();
    }

    @Test
    void aTaskThatIsToStopIsToldToItsAgent() {
        change(task -> task.toBuilder().desiredStatus(DesiredStatus.STOPPED).build());
        assertThat(told().orders().get("i1"))
                .extracting(TaskOrder::desiredStatus)
                .containsExactly(DesiredStatus.STOPPED);
    }

    @Test
    void aTaskThatIsGoneIsTold() {
        later.remove(Kind.TASK, "t1");
        FoldedChanges told = told();
        assertThat(told.deleted(Kind.TASK)).containsExactly("t1");
        assertThat(told.ids(Kind.TASK)).isEmpty();
    }

    @Test
    void aTaskOfWhichNobodyWasToldIsToldThoughItIsTheSame() {
        assertThat(told(TASK).ids(Kind.TASK)).containsExactly("t1");
        assertThat(told(before, before, TASK).ids(Kind.TASK))
                .as("in the very same state")
                .containsExactly("t1");
    }

    @Test
    void aTaskThatIsAsItWasBeforeACommitThatNeverCameAboutWasTold() {
        change(task -> task.toBuilder().stoppedReason("for fun").build());
        ClusterState dreamt = later.read();
        FoldedChanges told = told(dreamt, before, TASK);
        assertThat(told.ids(Kind.TASK)).isEmpty();
    }

    @Test
    void anInstanceThatIsNewOrChangedOrGoneIsTold() {
        ContainerInstance i1 = Objects.requireNonNull(before.instance("i1")).record();
        ContainerInstance gone = i1.toBuilder()
                .containerInstanceArn(StateFixture.IDS.containerInstance("i2"))
                .build();
        ClusterState known =
                StoredPartition.whole().put(Kind.INSTANCE, "i2", 1, gone).read();
        ContainerInstance changed =
                i1.toBuilder().version(2).agentConnected(false).build();
        ContainerInstance added = i1.toBuilder()
                .containerInstanceArn(StateFixture.IDS.containerInstance("i3"))
                .build();
        later.put(Kind.INSTANCE, "i1", 2, changed).put(Kind.INSTANCE, "i3", 1, added);
        FoldedChanges told = told(known, later.read());
        assertThat(told.changed(Kind.INSTANCE, ContainerInstance.class)).containsExactly(changed, added);
        assertThat(told.deleted(Kind.INSTANCE)).containsExactly("i2");
    }

    @Test
    void anInstanceOfWhichNobodyWasToldIsToldUnlessItsCommitNeverCameAbout() {
        RecordKey key = new RecordKey(Kind.INSTANCE, "i1");
        assertThat(told(key).ids(Kind.INSTANCE)).containsExactly("i1");
        ContainerInstance i1 = Objects.requireNonNull(before.instance("i1")).record();
        later.put(Kind.INSTANCE, "i1", 2, i1.toBuilder().version(2).build());
        assertThat(told(later.read(), before, key).ids(Kind.INSTANCE)).isEmpty();
    }

    @Test
    void anAttachmentThatIsNewOrChangedOrGoneIsTold() {
        Attachment gone = new Attachment("i2", "engine", 1, null);
        ClusterState known =
                StoredPartition.whole().put(Kind.ATTACHMENT, "i2", 1, gone).read();
        Attachment changed = new Attachment("i1", "other", 2, null);
        Attachment added = new Attachment("i3", "other", 1, null);
        later.put(Kind.ATTACHMENT, "i1", 2, changed).put(Kind.ATTACHMENT, "i3", 1, added);
        FoldedChanges told = told(known, later.read());
        assertThat(told.changed(Kind.ATTACHMENT, Attachment.class)).containsExactly(changed, added);
        assertThat(told.deleted(Kind.ATTACHMENT)).containsExactly("i2");
    }

    @Test
    void aServiceThatChangedIsToldWithWhatItWas() {
        Service changed =
                front(before).toBuilder().healthCheckGracePeriodSeconds(9).build();
        later.put(Kind.SERVICE, "front", 2, changed);
        FoldedChanges told = told();
        assertThat(told.changed(Kind.SERVICE, Service.class)).containsExactly(changed);
        assertThat(told.serviceChanges()).containsExactly(new Transaction.ServiceChange(front(before), changed));
    }

    @Test
    void aServiceThatIsNewWasNothing() {
        Service added = StateFixture.service("back", 1);
        later.put(Kind.SERVICE, "back", 1, added);
        assertThat(told().serviceChanges()).containsExactly(new Transaction.ServiceChange(null, added));
    }

    @Test
    void aServiceThatIsGoneIsTold() {
        later.remove(Kind.SERVICE, "old");
        FoldedChanges told = told();
        assertThat(told.deleted(Kind.SERVICE)).containsExactly("old");
        assertThat(told.serviceChanges()).isEmpty();
    }

    @Test
    void aServiceOfWhichNobodyWasToldIsToldUnlessItsCommitNeverCameAbout() {
        assertThat(told(SERVICE).ids(Kind.SERVICE)).containsExactly("front");
        later.put(Kind.SERVICE, "front", 2, front(before));
        assertThat(told(later.read(), before, SERVICE).ids(Kind.SERVICE)).isEmpty();
    }

    @Test
    void whatACommitWasToChangeIsToldIfItCameAboutWithWhatWasKnownOfIt() {
        Service known = front(before);
        Service changed = known.toBuilder().desiredCount(9).build();
        Service added = StateFixture.service("back", 1);
        Transaction lost = new Transaction(before, StoredPartition.NOW);
        lost.putService(changed);
        lost.putService(added);
        lost.changeTask("t1", task -> task.stoppedReason("for fun"));
        FoldedChanges told = StateDifference.between(StateDifference.Known.allBut(lost), before);
        assertThat(told.serviceChanges())
                .containsExactly(
                        new Transaction.ServiceChange(null, added), new Transaction.ServiceChange(known, changed));
        assertThat(told.ids(Kind.TASK)).containsExactly("t1");
    }

    @Test
    void thoseWhoKnowAllAreToldNothingOfTheSameState() {
        assertNothing(StateDifference.between(StateDifference.Known.all(before), before));
    }

    @Test
    void anEventThatIsNewIsTold() {
        ServiceEvent event = new ServiceEvent("0000000000000002", StoredPartition.NOW, "said more");
        later.put(Kind.EVENT, "front/0000000000000002", 1, event);
        FoldedChanges told = told();
        assertThat(told.notes()).containsExactly(new Transaction.ServiceNote(front(before), event));
        assertThat(told.ids(Kind.EVENT)).containsExactly("front/0000000000000002");
        assertThat(told.serviceChanges()).isEmpty();
    }

    @Test
    void anEventOfWhichNobodyWasToldIsTold() {
        RecordKey event = new RecordKey(Kind.EVENT, "front/0000000000000001");
        assertThat(told(event).notes())
                .extracting(note -> note.event().message())
                .containsExactly("said");
        RecordKey another = new RecordKey(Kind.EVENT, "front/0000000000000009");
        assertThat(told(another).notes()).isEmpty();
    }

    @Test
    void theEventsOfAServiceThatIsNewAreNew() {
        later.put(Kind.SERVICE, "back", 1, StateFixture.service("back", 1));
        later.put(
                Kind.EVENT,
                "back/0000000000000002",
                1,
                new ServiceEvent("0000000000000002", StoredPartition.NOW, "said"));
        assertThat(told().notes())
                .extracting(note -> note.service().serviceName())
                .containsExactly("back");
    }

    @Test
    void changesSayWhichKindsOfRecordsTheyTouch() {
        change(task -> task.toBuilder().lastStatus(TaskStatus.DEACTIVATING).build());
        later.remove(Kind.SERVICE, "old");
        FoldedChanges told = told();
        for (Kind kind : Kind.values()) {
            boolean touched = kind == Kind.TASK || kind == Kind.SERVICE;
            assertThat(told.touches(kind, Kind.META)).as("%s first", kind).isEqualTo(touched);
            assertThat(told.touches(Kind.META, kind)).as("%s second", kind).isEqualTo(touched);
        }
    }
}
