package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.RunTaskResponse;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.operation.UpdateService;
import io.stowage.error.ServerException;
import io.stowage.model.Service;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long operations that wait for a leader may still come about, and in which order they do. */
class InboxDeadlineTest {

    private static final String INBOX = "inbox/harbour";
    private static final String CLUSTER = "cluster/harbour";

    private final LoopRig leader = LoopRig.open();
    private final LoopRig follower = leader.follower(2);

    private List<String> requests() {
        return leader.store.ids(INBOX, "request");
    }

    private List<String> replies() {
        return leader.store.ids(CLUSTER, "reply");
    }

    private static UpdateService scale(int desiredCount) {
        return new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .desiredCount(desiredCount)
                        .build(),
                null);
    }

    /** Nobody leads, the request is in the inbox, and the engine that sent it can't remove it. */
    private CompletableFuture<?> leftBehind(UpdateService operation) {
        leader.way.cut();
        CompletableFuture<Service> answer = follower.submit(operation);
        leader.pass(Duration.ofSeconds(1));
        assertThat(requests()).hasSize(1);
        follower.way.cut();
        leader.store.forgetLeases();
        return answer;
    }

    private static int desired(LoopRig rig) {
        return Objects.requireNonNull(rig.service("shop")).desiredCount();
    }

    @Test
    void aLateRequestIsNotCarriedOut() {
        leader.ask(LoopRig.service("shop", 1));
        CompletableFuture<?> answer = leftBehind(scale(5));
        leader.pass(Duration.ofSeconds(27));
        assertThatThrownBy(() -> LoopRig.answer(answer))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("may still be until 2026-01-01T00:00:37Z by the cluster's time")
                .hasMessageContaining("which is 2026-01-01T00:00:27Z now");
        leader.pass(Duration.ofSeconds(137));
        LoopRig third = leader.follower(3);
        leader.pass(Duration.ofSeconds(3));
        assertThat(desired(third)).isEqualTo(1);
        assertThat(requests()).isEmpty();
        assertThat(leader.store.text(CLUSTER, "reply", replies().get(0)))
                .contains("ServerException")
                .contains("nothing was changed");
    }

    @Test
    void oneThatIsInTimeIsCarriedOutByWhoLeadsNext() {
        leader.ask(LoopRig.service("shop", 1));
        CompletableFuture<?> unused = leftBehind(scale(5));
        leader.pass(Duration.ofSeconds(30));
        LoopRig third = leader.follower(3);
        leader.pass(Duration.ofSeconds(3));
        assertThat(desired(third)).isEqualTo(5);
    }

    @Test
    void whatWaitedForALeaderOnThisEngineIsLateTheSameWay() {
        leader.ask(LoopRig.service("shop", 1));
        leader.way.cut();
        leader.pass(Duration.ofSeconds(7));
        CompletableFuture<Service> answer = leader.submit(scale(5));
        leader.pass(Duration.ofSeconds(60));
        assertThat(answer).isNotDone();
        leader.store.forgetLeases();
        follower.close();
        leader.way.mend();
        leader.pass(Duration.ofSeconds(20));
        assertThatThrownBy(() -> LoopRig.answer(answer))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("nothing was changed");
        assertThat(desired(leader)).isEqualTo(1);
    }

    @Test
    void whoWaitedLongForALeaderIsNotWaitingAnewOnceThereIsOne() {
        leader.ask(LoopRig.service("shop", 1));
        leader.way.cut();
        leader.pass(Duration.ofSeconds(7));
        CompletableFuture<Service> answer = leader.submit(scale(5));
        leader.store.forgetLeases();
        leader.pass(Duration.ofSeconds(60));
        leader.way.mend();
        leader.pass(Duration.ofSeconds(20));
        assertThatThrownBy(() -> LoopRig.answer(answer))
                .hasMessageContaining("could not be handed to the leader")
                .hasMessageContaining("nothing was changed");
        assertThat(desired(follower)).isEqualTo(1);
    }

    /** The leader's time is an hour ahead, and the engine that asks could not see that. */
    @Test
    void aRequestThatOnlySeemsLateIsSentAgain() {
        leader.instance("one");
        leader.pass(Duration.ofHours(1));
        leader.world.stepClock(Duration.ofHours(-1));
        LoopRig behind = leader.follower(3);
        CompletableFuture<RunTaskResponse> answer = behind.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(5));
        assertThat(answer).isCompleted();
        assertThat(LoopRig.answer(answer).tasks()).hasSize(1);
        assertThat(replies()).as("a refusal, and the answer").hasSize(2);
        CompletableFuture<RunTaskResponse> next = behind.submit(LoopRig.runTask());
        leader.pass(Duration.ofSeconds(2));
        assertThat(LoopRig.answer(next).tasks()).hasSize(1);
        assertThat(replies()).as("now it knows the time").hasSize(3);
    }

    @Test
    void aNewLeaderCarriesOutOlderRequestsFirst() {
        leader.ask(LoopRig.service("shop", 1));
        CompletableFuture<?> unused = leftBehind(scale(5));
        leader.pass(Duration.ofSeconds(5));
        LoopRig third = leader.starting(3);
        CompletableFuture<Service> newer = third.submit(scale(3));
        leader.pass(Duration.ofSeconds(3));
        assertThat(newer).isCompleted();
        assertThat(requests()).isEmpty();
        assertThat(desired(third)).isEqualTo(3);
    }

    @Test
    void whatWaitedOnTheNewLeaderForLongerComesBeforeNewerRequests() {
        leader.ask(LoopRig.service("shop", 1));
        LoopRig third = leader.starting(3);
        third.way.cut();
        CompletableFuture<Service> older = third.submit(scale(3));
        leader.pass(Duration.ofSeconds(2));
        CompletableFuture<?> unused = leftBehind(scale(5));
        third.way.mend();
        leader.pass(Duration.ofSeconds(15));
        assertThat(older).isCompleted();
        assertThat(requests()).isEmpty();
        assertThat(desired(third)).isEqualTo(5);
    }

    @Test
    void operationsWaitUntilTheInboxWasRead() {
        leader.ask(LoopRig.service("shop", 1));
        CompletableFuture<?> unused = leftBehind(scale(5));
        LoopRig third = leader.starting(3);
        CompletableFuture<Service> newer = third.submit(scale(3));
        // Its lease, its state and the first turn; the look into the inbox does not come back.
        third.way.lose("inbox/harbour");
        leader.pass(Duration.ofSeconds(5));
        assertThat(newer).isNotDone();
        third.way.mend();
        leader.pass(Duration.ofSeconds(15));
        assertThat(newer).isCompleted();
        assertThat(desired(third)).isEqualTo(3);
    }
}
