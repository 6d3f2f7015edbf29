package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.PartitionRole;
import io.stowage.RunTaskResponse;
import io.stowage.StopTaskRequest;
import io.stowage.core.HandWorld;
import io.stowage.core.operation.DefinitionsInUse;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.StopTask;
import io.stowage.core.operation.UnrecordedOperation;
import io.stowage.core.state.Ids;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.spi.Commit;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Operations on an engine that doesn't lead the cluster. */
class InboxTest {

    private static final String INBOX = "inbox/harbour";
    private static final String CLUSTER = "cluster/harbour";

    private final LoopRig leader = LoopRig.open();
    private final LoopRig follower = leader.follower(2);

    private int tasks() {
        return leader.store.ids(CLUSTER, "task").size();
    }

    private List<String> requests() {
        return leader.store.ids(INBOX, "request");
    }

    private List<String> replies() {
        return leader.store.ids(CLUSTER, "reply");
    }

    private static <T> T done(CompletableFuture<T> answer) {
        assertThat(answer).isDone();
        return LoopRig.answer(answer);
    }

    @Test
    void theLeaderCarriesItOutAndItsAnswerIsSeenWithWhatItDid() {
        leader.instance("one");
        CompletableFuture<RunTaskResponse> answer = follower.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(3));
        Task task = done(answer).tasks().get(0);
        assertThat(follower.task(Ids.shortId(task.taskArn()))).isEqualTo(task);
        assertThat(tasks()).isEqualTo(1);
        assertThat(requests()).isEmpty();
        assertThat(replies()).hasSize(1);
        leader.pass(Duration.ofMinutes(7));
        assertThat(replies()).isEmpty();
    }

    @Test
    void afterTheFirstOneTheOthersAreQuick() {
        leader.instance("one");
        follower.handIn(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(3));
        CompletableFuture<RunTaskResponse> answer = follower.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(1));
        assertThat(answer).isCompleted();
    }

    @Test
    void aRefusalHasEcssName() {
        CompletableFuture<Task> answer = follower.submit(new StopTask(new StopTaskRequest(null, "none", null)));
        leader.pass(Duration.ofSeconds(3));
        assertThatThrownBy(() -> done(answer))
                .hasCauseInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("The referenced task was not found");
        assertThat(requests()).isEmpty();
    }

    @Test
    void manyAtOnceGoTogether() {
        leader.instance("one");
        List<CompletableFuture<?>> answers = new ArrayList<>();
        int commits = leader.store.commits().size();
        for (int i = 0; i < 50; i++) {
            answers.add(follower.submit(new DefinitionsInUse(List.of("none"))));
        }
        leader.pass(Duration.ofSeconds(3));
        assertThat(answers).allMatch(CompletableFuture::isDone);
        // The requests in two commits, for the first one didn't wait for the others; their effects, and their removal.
        assertThat(leader.store.commits()).hasSizeLessThan(commits + 8);
        assertThat(requests()).isEmpty();
    }

    @Test
    void thatNoLeaderAnswersIsSaid() {
        leader.instance("one");
        leader.way.cut();
        CompletableFuture<RunTaskResponse> answer = follower.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(26));
        assertThat(answer).isNotDone();
        assertThat(requests()).hasSize(1);
        leader.pass(Duration.ofSeconds(2));
        assertThatThrownBy(() -> done(answer))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("no leader answered")
                .hasMessageContaining("unknown");
        assertThat(requests()).as("it is withdrawn").isEmpty();
    }

    @Test
    void thatTheStoreTookNothingIsSaid() {
        follower.way.cut();
        CompletableFuture<RunTaskResponse> first = follower.submit(LoopRig.runTask());
        leader.world.settle();
        CompletableFuture<RunTaskResponse> second = follower.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(30));
        assertThatThrownBy(() -> done(first)).hasMessageContaining("unknown");
        assertThatThrownBy(() -> done(second)).hasMessageContaining("nothing was changed");
    }

    @Test
    void closingAnswersThoseWhoWait() {
        leader.way.cut();
        CompletableFuture<RunTaskResponse> answer = follower.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(1));
        follower.close();
        assertThatThrownBy(() -> done(answer))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("closed before the answer came");
    }

    /** What an engine of another version may put there. */
    private void putRequest(String id, String text) {
        Revision revision = leader.store.read(INBOX).revision();
        leader.store.commit(new Commit(
                INBOX,
                "foreign " + id,
                revision,
                null,
                List.of(new Write.Put(new StoredRecord("request", id, 1, Payload.ofText(text))))));
    }

    @Test
    void aRequestThatCanNotBeReadIsRefusedAndRemoved() {
        putRequest("r1", "{ nonsense");
        putRequest(
                "r2",
                "{\"operation\":\"Fly\",\"parameters\":{},\"sender\":\"x\",\"sentAt\":\"2026-01-01T00:00:00Z\",\"takeBy\":\"2026-01-01T00:00:37Z\"}");
        putRequest(
                "r3",
                "{\"operation\":\"DeleteCluster\",\"parameters\":{\"gently\":true},\"sender\":\"x\",\"sentAt\":\"2026-01-01T00:00:00Z\",\"takeBy\":\"2026-01-01T00:00:37Z\"}");
        leader.pass(Duration.ofSeconds(3));
        assertThat(requests()).isEmpty();
        assertThat(replies()).containsExactly("r1", "r2", "r3");
        assertThat(leader.store.text(CLUSTER, "reply", "r2"))
                .contains("ServerException")
                .contains("no operation 'Fly'");
        assertThat(leader.store.text(CLUSTER, "reply", "r3")).contains("gently");
    }

    @Test
    void whatWaitedForALeaderThatStepsDownGoesOnThroughTheInbox() {
        leader.instance("one");
        leader.way.cut();
        // Its commit is under way when the lease goes.
        CompletableFuture<RunTaskResponse> committing = leader.submit(LoopRig.runTask());
        leader.world.settle();
        CompletableFuture<RunTaskResponse> waiting = leader.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(8));
        assertThatThrownBy(() -> done(committing)).hasMessageContaining("not known");
        leader.store.forgetLeases();
        leader.pass(Duration.ofSeconds(5));
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        leader.way.mend();
        leader.pass(Duration.ofSeconds(25));
        assertThat(leader.loop.health().role()).isEqualTo(PartitionRole.FOLLOWER);
        assertThat(done(waiting).failures())
                .as("its agent is not connected yet")
                .hasSize(1);
    }

    @Test
    void oneWhoTakesOverAnswersHisOwnRequests() {
        leader.instance("one");
        leader.way.cut();
        CompletableFuture<RunTaskResponse> sent = follower.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(3));
        assertThat(requests()).hasSize(1);
        leader.store.forgetLeases();
        leader.pass(Duration.ofSeconds(4));
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        assertThat(sent).isCompleted();
        assertThat(requests()).isEmpty();
    }

    /**
     * The leader is cut off from the store at each of its calls in turn, before the call takes effect and after, while a request is under way; then the
     * follower takes over. Whatever happens, the service is created once, and whoever asked is told.
     */
    @Test
    void aCrashOfTheLeaderAtAnyStepLosesNothingAndDoublesNothing() {
        int steps = 0;
        for (boolean takesEffect : new boolean[] {false, true}) {
            for (int step = 0; ; step++) {
                LoopRig first = LoopRig.open();
                LoopRig second = first.follower(2);
                first.instance("one");
                first.way.cutAfter(step, takesEffect);
                var answer = second.submit(LoopRig.service("shop", 1));
                first.pass(Duration.ofSeconds(4));
                boolean over = first.way.calls() <= step;
                first.store.forgetLeases();
                first.pass(Duration.ofSeconds(20));
                assertThat(answer)
                        .as("step %d, takes effect %s", step, takesEffect)
                        .isCompleted();
                assertThat(first.store.ids(CLUSTER, "service")).containsExactly("shop");
                assertThat(deployment(Objects.requireNonNull(second.service("shop"))))
                        .isEqualTo(deployment(done(answer)));
                assertThat(first.store.ids(INBOX, "request")).isEmpty();
                assertThat(first.store.ids(CLUSTER, "reply")).hasSize(1);
                steps++;
                if (over) {
                    break;
                }
            }
        }
        assertThat(steps).isGreaterThan(10);
    }

    private static String deployment(Service service) {
        assertThat(service.deployments()).hasSize(1);
        return service.deployments().get(0).id();
    }

    /** The same for the one who asks: what it asked for is done once, or not at all. */
    @Test
    void aCrashOfTheSenderAtAnyStepDoublesNothing() {
        int done = 0;
        int notDone = 0;
        for (boolean takesEffect : new boolean[] {false, true}) {
            for (int step = 0; step < 6; step++) {
                LoopRig first = LoopRig.open();
                LoopRig second = first.follower(2);
                first.instance("one");
                second.way.cutAfter(step, takesEffect);
                second.handIn(LoopRig.runTask());
                first.pass(Duration.ofSeconds(30));
                int made = first.store.ids(CLUSTER, "task").size();
                assertThat(made).isLessThanOrEqualTo(1);
                done += made;
                notDone += 1 - made;
                assertThat(first.store.ids(INBOX, "request")).isEmpty();
                first.pass(Duration.ofMinutes(7));
                assertThat(first.store.ids(CLUSTER, "reply")).isEmpty();
            }
        }
        assertThat(done).isPositive();
        assertThat(notDone).isPositive();
    }

    @Test
    void anAnswerThatWasLostIsFoundByTheNextLeader() {
        leader.instance("one");
        CompletableFuture<RunTaskResponse> sent = follower.submit(LoopRig.runTask());
        // The follower sees nothing, and the leader goes when it has done it.
        leader.world.settle();
        follower.way.cut();
        leader.pass(Duration.ofSeconds(3));
        assertThat(tasks()).isEqualTo(1);
        leader.close();
        follower.way.mend();
        leader.pass(Duration.ofSeconds(15));
        assertThat(done(sent).tasks()).hasSize(1);
        assertThat(tasks()).isEqualTo(1);
    }

    @Test
    void aRequestThatALeaderHasNotComeToWhenItIsClosedIsLeftToTheNext() {
        leader.instance("one");
        leader.store.beforeCommit(commit -> {
            if (commit.partition().equals(CLUSTER)) {
                throw new HandWorld.NoAnswer();
            }
        });
        // Its commit is under way, and the request waits for the next turn.
        leader.handIn(LoopRig.service("shop", 0));
        leader.world.settle();
        CompletableFuture<RunTaskResponse> sent = follower.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(1));
        leader.close();
        leader.pass(Duration.ofMillis(100));
        assertThat(requests()).hasSize(1);

        leader.store.beforeCommit(commit -> {});
        leader.pass(Duration.ofSeconds(5));
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        assertThat(sent).isCompleted();
        assertThat(requests()).isEmpty();
        assertThat(replies()).hasSize(1);
    }

    /** Asks whether a task is to stop, which goes without saying if it isn't. */
    private record Probe(String task) implements UnrecordedOperation<Boolean> {
        @Override
        public Boolean usualAnswer() {
            return false;
        }

        @Override
        public Boolean apply(OperationTurn turn) {
            Task known = turn.state().task(task);
            return known != null && known.desiredStatus() == DesiredStatus.STOPPED;
        }
    }

    @Test
    void whatGoesWithoutSayingCostsTheClusterNoCommit() {
        leader.instance("one");
        String task = leader.run();
        leader.pass(Duration.ofSeconds(2));
        Revision revision = leader.store.read(CLUSTER).revision();
        CompletableFuture<Boolean> answer = follower.submit(new Probe(task));
        leader.pass(Duration.ofSeconds(3));
        assertThat(answer).isCompletedWithValue(false);
        assertThat(leader.store.read(CLUSTER).revision()).isEqualTo(revision);
        assertThat(requests()).isEmpty();
    }

    @Test
    void whatGoesWithoutSayingIsNotTakenForAnsweredBeforeItIs() {
        leader.way.cut();
        CompletableFuture<Boolean> answer = follower.submit(new Probe("none"));
        leader.pass(Duration.ofSeconds(10));
        assertThat(answer).isNotDone();
        leader.store.forgetLeases();
        leader.pass(Duration.ofSeconds(5));
        assertThat(answer).isCompletedWithValue(false);
        assertThat(requests()).isEmpty();
    }

    private CompletableFuture<Boolean> probeOfAStoppedTask() {
        leader.instance("one");
        String task = leader.run();
        leader.ask(new StopTask(new StopTaskRequest(null, task, null)));
        leader.pass(Duration.ofSeconds(2));
        follower.way.lagBehind(CLUSTER);
        return follower.submit(new Probe(task));
    }

    @Test
    void whatIsAnsweredOtherwiseIsNotTakenForUsualByWhoSeesTheReplyLater() {
        CompletableFuture<Boolean> answer = probeOfAStoppedTask();
        leader.pass(Duration.ofSeconds(10));
        assertThat(replies()).hasSize(1);
        assertThat(answer).isNotDone();
        follower.way.mend();
        leader.pass(Duration.ofSeconds(5));
        // The answer of this operation can't be written down, which is an answer that is not the usual one.
        assertThat(answer).isCompletedExceptionally();
        assertThat(requests()).as("who asked removes it").isEmpty();
    }

    @Test
    void aRequestThatIsAnsweredOtherwiseGoesThoughNobodySeesItsReply() {
        CompletableFuture<Boolean> answer = probeOfAStoppedTask();
        leader.pass(Duration.ofSeconds(3));
        assertThat(requests()).hasSize(1);
        follower.way.cut();
        leader.pass(Duration.ofMinutes(1));
        assertThat(requests()).as("the leader removes it in the end").isEmpty();
        assertThat(answer).isCompletedExceptionally();
        leader.pass(Duration.ofMinutes(7));
        assertThat(replies()).isEmpty();
    }

    @Test
    void whatGoesWithoutSayingIsNotTakenForAnsweredWhenTheStoreHasLostIt() {
        leader.way.cut();
        CompletableFuture<Boolean> answer = follower.submit(new Probe("none"));
        leader.pass(Duration.ofSeconds(2));
        leader.store.remove(INBOX, "request", requests().get(0));
        leader.store.replaceHistory(INBOX);
        leader.pass(Duration.ofSeconds(2));
        assertThatThrownBy(() -> done(answer))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void theLeaderFindsRequestsThoughTheStoreHasLostSomeBefore() {
        leader.instance("one");
        done(pass(follower.submit(LoopRig.runTask())));
        leader.store.replaceHistory(INBOX);
        leader.pass(Duration.ofSeconds(3));
        done(pass(follower.submit(LoopRig.runTask())));
        assertThat(tasks()).isEqualTo(2);
        assertThat(requests()).isEmpty();
    }

    private <T> CompletableFuture<T> pass(CompletableFuture<T> answer) {
        leader.pass(Duration.ofSeconds(5));
        return answer;
    }

    @Test
    void aLoneEngineThatHasNothingToDoAsksLessThanTwiceASecond() {
        follower.close();
        leader.pass(Duration.ofSeconds(30));
        leader.way.mend();
        leader.pass(Duration.ofSeconds(20));
        // Ten renewals, and whether anything has changed.
        assertThat(leader.way.calls()).isBetween(10 + 13, 10 + 18);
    }
}
