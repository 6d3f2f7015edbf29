package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.PartitionRole;
import io.stowage.core.HandWorld;
import io.stowage.core.operation.DescribeCluster;
import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.error.ServerException;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Turns, commits and answers. */
class ClusterLoopTest {

    private final LoopRig rig = LoopRig.open();

    private void holdCommits() {
        rig.store.beforeCommit(commit -> {
            throw new HandWorld.NoAnswer();
        });
    }

    @Test
    void leadsAClusterOnceItHasItsLeaseAndHasReadIt() {
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        assertThat(rig.loop.health().revision()).isEqualTo(1);
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void operationsWaitUntilItIsKnownWhoLeads() {
        rig.close();
        rig.store.beforeLease(() -> {
            throw new IllegalStateException("out of reach");
        });
        LoopRig second = LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        CompletableFuture<?> answer = second.submit(new DescribeCluster());
        second.pass(Duration.ofSeconds(20));
        assertThat(answer).isNotDone();

        rig.store.beforeLease(() -> {});
        second.pass(Duration.ofSeconds(15));
        assertThat(answer).isCompleted();
    }

    @Test
    void whatComesWhileACommitIsUnderWayIsCommittedTogether() {
        NotedAgent agent = rig.instance("one");
        holdCommits();
        var first = rig.submit(LoopRig.runTask());
        rig.world.settle();
        var second = rig.submit(LoopRig.runTask());
        var third = rig.submit(LoopRig.runTask());
        rig.world.settle();
        assertThat(first).isNotDone();

        rig.store.beforeCommit(commit -> {});
        int commits = rig.store.commits().size();
        rig.pass(Duration.ofSeconds(15));
        assertThat(List.of(first, second, third)).allMatch(CompletableFuture::isDone);
        // The first one again, which was not applied, and the two others in one.
        assertThat(rig.store.commits()).hasSize(commits + 2);
        assertThat(agent.orders).hasSize(3);
    }

    @Test
    void whatIsDecidedOnALostCommitIsNotCommittedThoughItsNumberHasComeAgain() {
        rig.instance("one");
        String lost = rig.run();
        rig.store.remove("cluster/harbour", "task", lost);
        rig.store.replaceHistory("cluster/harbour");
        var refused = rig.submit(LoopRig.runTask());
        rig.world.settle();
        assertThatThrownBy(refused::join).hasMessageContaining("nothing was changed");
        rig.pass(Duration.ofSeconds(3));
        assertThat(rig.task(lost)).isNull();
    }

    @Test
    void aReportThatChangesNothingIsAcknowledgedWithoutACommit() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        agent.report(task, TaskStatus.RUNNING);
        rig.world.settle();
        int commits = rig.store.commits().size();

        long again = agent.report(task, TaskStatus.RUNNING);
        rig.world.settle();
        assertThat(agent.acknowledged).containsEntry(task, again);
        assertThat(rig.store.commits()).hasSize(commits);
    }

    @Test
    void aReportIsAcknowledgedOnlyAfterItsCommit() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        holdCommits();
        agent.report(task, TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(3));
        assertThat(agent.acknowledged).isEmpty();
        rig.store.beforeCommit(commit -> {});
        rig.pass(Duration.ofSeconds(15));
        assertThat(agent.acknowledged).containsKey(task);
        assertThat(Objects.requireNonNull(rig.task(task)).lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void aTaskThatNobodyKnowsIsConfirmedToBeUnknownAndAKnownOneIsOrderedAgain() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        agent.ask("nobody");
        agent.ask(task);
        agent.report("nobody", TaskStatus.RUNNING);
        rig.world.settle();
        assertThat(agent.unknown).contains("nobody").doesNotContain(task);
        assertThat(agent.orders).hasSize(2);
    }

    @Test
    void moreOperationsThanMayWaitAreRefused() {
        rig.instance("one");
        holdCommits();
        rig.handIn(LoopRig.runTask());
        rig.world.settle();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(rig.submit(new DescribeCluster()));
        }
        assertThat(answers.get(98)).isNotDone();
        assertThatThrownBy(() -> LoopRig.answer(answers.get(99)))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("operationQueueLimit");
        // Once they are answered there is room again.
        rig.store.beforeCommit(commit -> {});
        rig.pass(Duration.ofSeconds(15));
        assertThat(rig.submit(new DescribeCluster())).isNotCompletedExceptionally();
    }

    @Test
    void aRefusedCommitIsAnsweredAndTheStateReadAnew() {
        rig.instance("one");
        rig.store.conflictNext();
        var refused = rig.submit(LoopRig.runTask());
        rig.world.settle();
        assertThatThrownBy(() -> LoopRig.answer(refused))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("try again");
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.run()).isNotEmpty();
    }

    /** Agents say once that their host is connected: a leader that loses what it has in mind keeps that. */
    @Test
    void aConnectionThatWasToldInARefusedCommitIsKnownAfterTheStateIsReadAnew() {
        NotedAgent agent = rig.agent(rig.register("one"));
        rig.store.conflictNext();
        agent.connect();
        rig.world.settle();
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.ask(new DescribeContainerInstances(List.of("one")))
                        .containerInstances()
                        .get(0)
                        .agentConnected())
                .isTrue();
    }

    @Test
    void aStateThatCanNotBeReadIsTriedAgain() {
        rig.store.beforeRead(() -> {
            throw new IllegalStateException("unreadable");
        });
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("shop", 0));
        rig.pass(Duration.ofSeconds(5));
        assertThat(rig.loop.health().lastError()).contains("unreadable");
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.NONE);
        rig.store.beforeRead(() -> {});
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.LEADER);
    }

    @Test
    void closingAnswersWhatWaits() {
        rig.instance("one");
        holdCommits();
        var committing = rig.submit(LoopRig.runTask());
        rig.world.settle();
        var waiting = rig.submit(LoopRig.runTask());
        rig.world.settle();
        var late = rig.submit(LoopRig.runTask());
        CompletableFuture<Void> closed = rig.loop.close();
        rig.world.settle();

        assertThatThrownBy(() -> LoopRig.answer(committing))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("closed before the answer came")
                .hasMessageContaining("unknown");
        for (CompletableFuture<?> unanswered : List.of(waiting, late, rig.submit(LoopRig.runTask()))) {
            assertThatThrownBy(() -> LoopRig.answer(unanswered))
                    .hasCauseInstanceOf(ServerException.class)
                    .hasMessageContaining("the engine is closed; nothing was changed");
        }
        assertThat(closed).isCompleted();
        assertThat(rig.loop.close()).isNotNull();
    }

    @Test
    void closingBeforeTheLeaseIsTakenAnswersWhatWaits() {
        rig.close();
        rig.store.beforeLease(() -> {
            throw new IllegalStateException("out of reach");
        });
        LoopRig second = LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        var waiting = second.submit(new DescribeCluster());
        second.world.settle();
        second.close();
        assertThatThrownBy(() -> LoopRig.answer(waiting)).hasMessageContaining("the engine is closed");
    }

    @Test
    void closingGivesTheLeaseBackAndEndsTheAgents() {
        NotedAgent agent = rig.instance("one");
        CompletableFuture<Void> closed = rig.loop.close();
        rig.world.settle();
        assertThat(closed).isCompleted();
        assertThat(agent.closed).isCompleted();
        assertThat(rig.store.leases()).isZero();
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.NONE);
    }

    @Test
    void whoseLeaseHasLapsedCommitsNothingAnyMore() {
        List<Duration> sent = new ArrayList<>();
        rig.store.beforeCommit(commit -> {
            sent.add(Duration.ofNanos(rig.world.monotonicNanos()));
            throw new IllegalStateException("out of reach");
        });
        rig.store.beforeLease(() -> {
            throw new HandWorld.NoAnswer();
        });
        var operation = rig.submit(LoopRig.service("shop", 0));
        Duration lapsed = Duration.ofNanos(rig.world.monotonicNanos())
                .plus(LoopRig.SETTINGS.lease().safety());
        rig.pass(Duration.ofMinutes(1));
        assertThat(sent).hasSizeGreaterThan(1).allMatch(at -> at.compareTo(lapsed) <= 0);
        assertThatThrownBy(() -> LoopRig.answer(operation)).hasMessageContaining("look before you try again");
    }

    @Test
    void closedWhileItReadsItLeadsNothing() {
        NotedAgent agent = rig.instance("one");
        rig.close();
        LoopRig second = LoopRig.starting(rig.store);
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        rig.store.beforeRead(() -> closed.add(second.loop.close()));
        second.pass(Duration.ofSeconds(5));
        assertThat(closed).isNotEmpty().allMatch(CompletableFuture::isDone);
        assertThat(second.agents).doesNotContainKey(agent.instanceId);
        assertThat(second.loop.health().role()).isEqualTo(PartitionRole.NONE);
        assertThat(rig.store.leases()).isZero();
    }
}
