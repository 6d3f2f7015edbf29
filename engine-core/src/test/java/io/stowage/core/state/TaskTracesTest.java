package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.json.RecordCodec;
import io.stowage.model.Deployment;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a task whose record is set aside still counts for. */
class TaskTracesTest {

    private final StoredPartition partition =
            StoredPartition.whole().edit(Kind.SERVICE, "front", Service.class, TaskTracesTest::twoDeployments);

    private static Service twoDeployments(Service front) {
        Deployment second = front.deployments().get(0).toBuilder()
                .id("second")
                .status(io.stowage.model.DeploymentStatus.ACTIVE)
                .build();
        return front.toBuilder()
                .deployments(List.of(front.deployments().get(0), second))
                .build();
    }

    /** The only task has a status that this version does not know; what else its text says may be changed. */
    private ClusterState garbled(UnaryOperator<String> edit) {
        Task task = StateFixture.task("t1", "i1", "front", 1, StoredPartition.NOW).toBuilder()
                .startedBy("second")
                .build();
        String text = RecordCodec.toJson(task).replace("\"lastStatus\":\"PENDING\"", "\"lastStatus\":\"FROZEN\"");
        return partition.text(Kind.TASK, "t1", edit.apply(text)).read();
    }

    private static InstanceState i1(ClusterState state) {
        return Objects.requireNonNull(state.instance("i1"));
    }

    private static ServiceState front(ClusterState state) {
        return Objects.requireNonNull(state.service("front"));
    }

    private static DeploymentState deployment(ClusterState state, String id) {
        return Objects.requireNonNull(front(state).deployment(id));
    }

    @Test
    void itKeepsWhatItTakesAndCountsForItsDeployment() {
        ClusterState state = garbled(text -> text);
        assertThat(state.task("t1")).isNull();
        assertThat(i1(state).tasksAside()).isEqualTo(1);
        assertThat(i1(state).remainingCpu()).isEqualTo(4096 - 100);
        assertThat(i1(state).remainingMemory()).isEqualTo(8192 - 128);
        assertThat(i1(state).tasksOfGroup("service:front")).isEqualTo(1);
        assertThat(front(state).tasksAside()).isEqualTo(1);
        assertThat(deployment(state, "second").aside()).isEqualTo(1);
        assertThat(deployment(state, "ecs-svc/front1").aside()).isZero();
        assertThat(deployment(state, "second").isAside(state.ids().task("t1"))).isTrue();
        assertThat(deployment(state, "second").isAside(state.ids().task("t2"))).isFalse();
        assertThat(deployment(state, "ecs-svc/front1").isAside(state.ids().task("t1")))
                .isFalse();
    }

    @Test
    void oneOfNoKnownDeploymentIsOfThePrimaryOne() {
        ClusterState state = garbled(text -> text.replace("\"startedBy\":\"second\"", "\"startedBy\":7"));
        assertThat(deployment(state, "second").aside()).isZero();
        assertThat(deployment(state, "ecs-svc/front1").aside()).isEqualTo(1);
    }

    @Test
    void oneThatIsToStopKeepsWhatItTakesUntilItHas() {
        ClusterState state =
                garbled(text -> text.replace("\"desiredStatus\":\"RUNNING\"", "\"desiredStatus\":\"STOPPED\""));
        assertThat(i1(state).tasksAside()).isEqualTo(1);
        assertThat(i1(state).remainingCpu()).isEqualTo(4096 - 100);
        assertThat(i1(state).tasksOfGroup("service:front")).isZero();
        assertThat(deployment(state, "second").aside()).isZero();
        assertThat(deployment(state, "second").stopping()).isEqualTo(1);
        assertThat(deployment(state, "second").isAside(state.ids().task("t1"))).isFalse();
    }

    @Test
    void oneThatHasStoppedTakesNothing() {
        ClusterState state =
                garbled(text -> text.replace("\"desiredStatus\":\"RUNNING\"", "\"desiredStatus\":\"STOPPED\"")
                        .replace("FROZEN", "STOPPED")
                        .replace("\"createdAt\":", "\"createdThen\":"));
        assertThat(state.quarantine().holdsTask("t1")).isTrue();
        assertCountsForNothing(state);
    }

    private static void assertCountsForNothing(ClusterState state) {
        assertThat(i1(state).tasksAside()).isZero();
        assertThat(i1(state).remainingCpu()).isEqualTo(4096);
        assertThat(front(state).tasksAside()).isZero();
    }

    @Test
    void oneThatHasStoppedThoughItIsWantedMayNotHave() {
        ClusterState state = garbled(text -> text.replace("FROZEN", "STOPPED"));
        assertThat(i1(state).tasksAside()).isEqualTo(1);
        assertThat(front(state).tasksAside()).isEqualTo(1);
    }

    @Test
    void oneOfAnUnknownRevisionIsThereAllTheSame() {
        ClusterState state = garbled(text -> text.replace("task-definition/web:1", "task-definition/web:9"));
        assertThat(i1(state).tasksAside()).isEqualTo(1);
        assertThat(i1(state).remainingCpu()).isEqualTo(4096);
        assertThat(i1(state).tasksOfGroup("service:front")).isEqualTo(1);
    }

    @Test
    void oneOnAnUnknownInstanceCountsForItsService() {
        ClusterState state = garbled(text -> text.replace("container-instance/shop/i1", "container-instance/shop/i9"));
        assertThat(i1(state).tasksAside()).isZero();
        assertThat(front(state).tasksAside()).isEqualTo(1);
    }

    @Test
    void oneOfWhichNothingCanBeToldCountsForNobody() {
        ClusterState state = garbled(text -> "?");
        assertThat(state.quarantine().holdsTask("t1")).isTrue();
        assertCountsForNothing(state);
    }

    @Test
    void oneThatCanBeReadButNotBelievedCountsForWhatItSays() {
        ClusterState wanted = broken(task -> task.toBuilder().version(9).build());
        assertThat(i1(wanted).tasksAside()).isEqualTo(1);
        assertThat(i1(wanted).tasksOfGroup("service:front")).isEqualTo(1);
        assertThat(i1(wanted).remainingCpu()).isEqualTo(4096 - 100);
        assertThat(deployment(wanted, "ecs-svc/front1").aside()).isEqualTo(1);

        ClusterState stopping = broken(
                task -> task.toBuilder().desiredStatus(DesiredStatus.STOPPED).build());
        assertThat(i1(stopping).tasksOfGroup("service:front")).isZero();
        assertThat(deployment(stopping, "ecs-svc/front1").stopping()).isEqualTo(1);

        assertCountsForNothing(
                broken(task -> task.toBuilder().lastStatus(TaskStatus.STOPPED).build()));
    }

    private ClusterState broken(UnaryOperator<Task> edit) {
        return partition.edit(Kind.TASK, "t1", Task.class, edit).read();
    }

    @Test
    void aServiceWithoutDeploymentsHasTasksAsideThatAreOfNone() {
        partition.edit(
                Kind.TASK,
                "t1",
                Task.class,
                task -> task.toBuilder().version(9).group("service:old").build());
        ServiceState old = Objects.requireNonNull(partition.read().service("old"));
        assertThat(old.tasksAside()).isEqualTo(1);
    }
}
