package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.PartitionRole;
import io.stowage.core.FakeStore;
import io.stowage.core.operation.DescribeCluster;
import io.stowage.core.operation.DescribeTasks;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.event.EcsEvent;
import io.stowage.event.ServiceAction;
import io.stowage.event.TaskStateChange;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FollowingTest {

    private final LoopRig leader = LoopRig.open();
    private final LoopRig follower = leader.follower(2);

    private List<String> listen() {
        List<String> heard = new ArrayList<>();
        follower.events.subscribe(null, event -> heard.add(text(event)));
        return heard;
    }

    private static String text(EcsEvent event) {
        if (event instanceof TaskStateChange task) {
            return "task " + task.detail().lastStatus() + " " + task.detail().version();
        }
        return event instanceof ServiceAction action
                ? action.detail().eventName().toString()
                : "other";
    }

    @Test
    void followsWhileAnotherEngineLeads() {
        assertThat(leader.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.FOLLOWER);
        assertThat(follower.loop.health().revision())
                .isEqualTo(leader.loop.health().revision());
        leader.instance("one");
        leader.run();
        leader.pass(Duration.ofMillis(1200));
        assertThat(follower.loop.health().revision())
                .isEqualTo(leader.loop.health().revision());
        assertThat(follower.loop.health().lastError()).isNull();
    }

    @Test
    void anotherCommitOfTheSameNumberIsNotTakenForTheOneThatWasSeen() {
        leader.instance("one");
        String lost = leader.run();
        leader.pass(Duration.ofMillis(1200));
        assertThat(follower.task(lost)).isNotNull();
        leader.way.cut();
        leader.store.remove("cluster/harbour", "task", lost);
        leader.store.replaceHistory("cluster/harbour");
        leader.pass(Duration.ofMillis(1200));
        assertThat(follower.task(lost)).isNull();
    }

    @Test
    void aReadIsNoOlderThanItsQuestion() {
        leader.instance("one");
        String task = leader.run();
        assertThat(Objects.requireNonNull(follower.task(task)).lastStatus()).isEqualTo(TaskStatus.PENDING);
        leader.onlyAgent().report(task, TaskStatus.RUNNING);
        leader.world.settle();
        assertThat(Objects.requireNonNull(follower.task(task)).lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void readsThatWaitTogetherShareALook() {
        List<CompletableFuture<?>> reads = new ArrayList<>();
        int[] looks = {0};
        leader.store.beforeRead(() -> looks[0]++);
        for (int i = 0; i < 10; i++) {
            reads.add(follower.submit(new DescribeCluster()));
        }
        leader.world.settle();
        assertThat(reads).allMatch(CompletableFuture::isDone);
        // The first one's look was under way when the others came.
        assertThat(looks[0]).isEqualTo(2);
    }

    @Test
    void saysHowOldItIsAndWaitsForTheStore() {
        leader.store.beforeRead(() -> {
            throw new IllegalStateException("out of reach");
        });
        leader.pass(Duration.ofSeconds(20));
        assertThat(follower.loop.health().readAge()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(22));
        assertThat(follower.loop.health().lastError()).contains("out of reach");
        assertThat(leader.loop.health().readAge()).isZero();
        CompletableFuture<?> read = follower.submit(new DescribeCluster());
        leader.pass(Duration.ofSeconds(5));
        assertThat(read).isNotDone();

        leader.store.beforeRead(() -> {});
        leader.pass(Duration.ofSeconds(2));
        assertThat(read).isCompleted();
        assertThat(follower.loop.health().readAge()).isLessThan(Duration.ofSeconds(2));
        assertThat(follower.loop.health().lastError()).isNull();
    }

    @Test
    void anOlderStateAnswersWhereTheSettingsAllowIt() {
        LoopSettings usual = LoopRig.SETTINGS;
        LoopRig first = LoopRig.open(new LoopSettings(
                usual.arnPrefix(),
                usual.lease(),
                usual.retention(),
                usual.healthyAfterRunning(),
                usual.services(),
                usual.limits(),
                new LoopSettings.FollowSettings(Duration.ofSeconds(10), Duration.ofSeconds(27))));
        LoopRig second = first.follower(2);
        first.store.beforeRead(() -> {
            throw new IllegalStateException("out of reach");
        });
        first.pass(Duration.ofSeconds(5));
        CompletableFuture<?> old = second.submit(new DescribeCluster());
        CompletableFuture<?> current = second.loop.submitNow(new DescribeCluster());
        first.world.settle();
        assertThat(old).isCompleted();
        assertThat(current).isNotDone();
        first.pass(Duration.ofSeconds(6));
        CompletableFuture<?> tooOld = second.submit(new DescribeCluster());
        first.world.settle();
        assertThat(tooOld).isNotDone();
    }

    @Test
    void aReadThatFailsSaysWhy() {
        CompletableFuture<?> wrong = follower.submit(new DescribeTasks(List.of()));
        leader.world.settle();
        assertThatThrownBy(() -> LoopRig.answer(wrong)).hasMessageContaining("tasks has 0 elements");
    }

    @Test
    void readsThatWaitWhenItTakesTheLeaseAreAnsweredByTheLeaderThatItIs() {
        leader.store.beforeRead(() -> {
            throw new IllegalStateException("out of reach");
        });
        leader.pass(Duration.ofSeconds(1));
        CompletableFuture<?> read = follower.submit(new DescribeCluster());
        leader.close();
        leader.store.beforeRead(() -> {});
        leader.pass(Duration.ofSeconds(2));
        assertThat(read).isCompleted();
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.LEADER);
    }

    @Test
    void listenersHearWhatTheLeaderCommits() {
        List<String> heard = listen();
        leader.instance("one");
        String task = leader.run();
        leader.pass(Duration.ofSeconds(2));
        assertThat(heard).contains("task PENDING 1");
        NotedAgent agent = leader.onlyAgent();
        agent.report(task, TaskStatus.ACTIVATING);
        leader.world.settle();
        agent.report(task, TaskStatus.RUNNING);
        leader.pass(Duration.ofSeconds(2));
        // What the task was between two looks is not seen.
        assertThat(heard).contains("task RUNNING 3").doesNotContain("task ACTIVATING 2");
    }

    @Test
    void serviceEventsAreNeverSkippedEvenIfTheStoreForgetsWhatChanged() {
        List<String> heard = listen();
        leader.instance("one");
        leader.ask(LoopRig.service("shop", 1));
        leader.store.forgetChanges("cluster/harbour");
        leader.pass(Duration.ofSeconds(2));
        assertThat(heard).contains("task PENDING 1");
        assertThat(heard).filteredOn("SERVICE_STEADY_STATE"::equals).isEmpty();

        NotedAgent agent = leader.onlyAgent();
        agent.report(agent.orders.get(0).taskId(), TaskStatus.RUNNING);
        leader.pass(Duration.ofSeconds(45));
        leader.store.forgetChanges("cluster/harbour");
        leader.pass(Duration.ofSeconds(45));
        assertThat(heard).filteredOn("SERVICE_STEADY_STATE"::equals).hasSize(1);
    }

    @Test
    void takesOverWhenTheLeaseIsGivenBackAndFollowsAgain() {
        List<String> heard = listen();
        leader.instance("one");
        leader.pass(Duration.ofSeconds(2));
        String task = leader.run();
        leader.close();
        leader.pass(Duration.ofSeconds(2));
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        assertThat(Objects.requireNonNull(follower.task(task)).lastStatus()).isEqualTo(TaskStatus.PENDING);
        assertThat(heard).as("what it had not seen when it took over").contains("task PENDING 1");

        LoopRig third = leader.follower(3);
        assertThat(third.loop.health().role()).isEqualTo(PartitionRole.FOLLOWER);
        leader.store.forgetLeases();
        leader.store.acquire("cluster/harbour", "somebody", Duration.ofSeconds(10));
        leader.pass(Duration.ofSeconds(5));
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.FOLLOWER);
        leader.store.forgetLeases();
        leader.pass(Duration.ofSeconds(5));
        assertThat(List.of(follower.loop.health().role(), third.loop.health().role()))
                .containsExactlyInAnyOrder(PartitionRole.LEADER, PartitionRole.FOLLOWER);
    }

    @Test
    void aClusterThatIsNotThereIsNotThereForAFollowerEither() {
        FakeStore empty = new FakeStore();
        empty.acquire("cluster/harbour", "somebody", Duration.ofSeconds(10));
        LoopRig lonely = LoopRig.another(2, empty, LoopRig.SETTINGS);
        CompletableFuture<?> read = lonely.submit(new DescribeCluster());
        lonely.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> LoopRig.answer(read)).hasCauseInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void whatALeaderCommittedWithoutHearingOfItItsListenersHearWhenItFollows() {
        List<String> heard = new ArrayList<>();
        leader.events.subscribe(null, event -> heard.add(text(event)));
        leader.instance("one");
        String first = leader.run();
        leader.onlyAgent().report(first, TaskStatus.RUNNING);
        leader.world.settle();
        heard.clear();
        // The next commit takes effect, and the leader never knows.
        leader.way.cutAfter(0, true);
        leader.handIn(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(10));
        assertThat(heard).isEmpty();
        leader.store.forgetLeases();
        leader.pass(Duration.ofSeconds(5));
        leader.way.mend();
        leader.pass(Duration.ofMinutes(1));
        assertThat(leader.loop.health().role()).isEqualTo(PartitionRole.FOLLOWER);
        assertThat(heard).filteredOn(event -> event.startsWith("task")).containsExactly("task PENDING 1");
    }
}
