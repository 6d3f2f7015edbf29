package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.HandWorld;
import io.stowage.core.agent.Action.Advance;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of tasks, and how often. */
class OutboxTest {

    private final HandWorld world = new HandWorld();
    private final List<List<TaskReport>> sent = new ArrayList<>();
    private final Outbox outbox = new Outbox(world, new AgentStrand(world.strand("agent"), () -> {}), sent::add);
    private final KnownTask one = accept("1");
    private final KnownTask two = accept("2");

    private static KnownTask accept(String taskId) {
        return KnownTask.accept(
                new TaskPlans().of(order(taskId, Samples.definition(container("web")))),
                Map.of(),
                new Moment(0, Instant.EPOCH));
    }

    private void reach(TaskStatus status, KnownTask... tasks) {
        for (KnownTask task : tasks) {
            task.apply(new Advance(status), new Moment(0, Instant.EPOCH));
            outbox.changed(task);
        }
        outbox.flush();
    }

    /** What was sent since this was asked last. */
    private List<List<String>> told() {
        List<List<String>> told = new ArrayList<>();
        sent.forEach(batch -> told.add(batch.stream()
                .map(report -> report.taskId() + " " + report.lastStatus())
                .toList()));
        sent.clear();
        return told;
    }

    private void pass(long millis) {
        world.pass(Duration.ofMillis(millis));
    }

    private void acknowledgeAll() {
        outbox.acknowledge("1", Long.MAX_VALUE);
        outbox.acknowledge("2", Long.MAX_VALUE);
    }

    @Test
    void whatOneMessageChangedGoesOutInOnePiece() {
        reach(TaskStatus.RUNNING, one, two);
        assertThat(told()).containsExactly(List.of("1 RUNNING", "2 RUNNING"));
        outbox.flush();
        assertThat(told()).isEmpty();
    }

    @Test
    void whatIsToldAlreadyIsNotToldAgainUnlessAllIsToBeTold() {
        reach(TaskStatus.RUNNING, one);
        TaskReport first = sent.get(0).get(0);
        assertThat(told()).hasSize(1);
        reach(TaskStatus.RUNNING, one);
        assertThat(told()).isEmpty();
        outbox.full(one);
        outbox.changed(one);
        outbox.flush();
        assertThat(sent).containsExactly(List.of(first.again(first.sequence() + 1)));
    }

    @Test
    void allIsToldThoughItIsOnlyProgress() {
        outbox.full(one);
        outbox.flush();
        assertThat(told()).containsExactly(List.of("1 PENDING"));
    }

    @Test
    void aStepIsToldAfterASecondAsItIsThen() {
        reach(TaskStatus.ACTIVATING, one);
        pass(900);
        assertThat(told()).isEmpty();
        reach(TaskStatus.ACTIVATING, two);
        pass(100);
        assertThat(told()).containsExactly(List.of("1 ACTIVATING", "2 ACTIVATING"));
        acknowledgeAll();
        pass(60_000);
        assertThat(told()).isEmpty();
    }

    @Test
    void aStepThatIsOvertakenIsNotTold() {
        reach(TaskStatus.ACTIVATING, one);
        reach(TaskStatus.RUNNING, one);
        assertThat(told()).containsExactly(List.of("1 RUNNING"));
        acknowledgeAll();
        pass(60_000);
        assertThat(told()).isEmpty();
    }

    @Test
    void theStepsOnTheWayDownWaitTooAndTheEndDoesNot() {
        reach(TaskStatus.RUNNING, one);
        assertThat(told()).hasSize(1);
        acknowledgeAll();
        reach(TaskStatus.DEACTIVATING, one);
        assertThat(told()).isEmpty();
        pass(1_000);
        assertThat(told()).containsExactly(List.of("1 DEACTIVATING"));
        acknowledgeAll();
        reach(TaskStatus.STOPPED, one);
        assertThat(told()).containsExactly(List.of("1 STOPPED"));
    }

    @Test
    void aReportIsSentAgainFiveSecondsAfterItWasSent() {
        reach(TaskStatus.RUNNING, one);
        pass(3_000);
        reach(TaskStatus.RUNNING, two);
        assertThat(told()).hasSize(2);
        outbox.acknowledge("1", Long.MAX_VALUE);
        pass(4_900);
        assertThat(told()).isEmpty();
        pass(100);
        assertThat(told()).containsExactly(List.of("2 RUNNING"));
    }

    @Test
    void reportsThatAreSentAgainGoTogetherAfterTheFirstTime() {
        reach(TaskStatus.RUNNING, one);
        pass(3_000);
        reach(TaskStatus.RUNNING, two);
        assertThat(told()).hasSize(2);
        pass(2_000);
        assertThat(told()).containsExactly(List.of("1 RUNNING"));
        pass(5_000);
        assertThat(told()).containsExactly(List.of("1 RUNNING", "2 RUNNING"));
        outbox.acknowledge("2", Long.MAX_VALUE);
        pass(5_000);
        assertThat(told()).containsExactly(List.of("1 RUNNING"));
    }

    @Test
    void onlyTheLatestReportIsWorthAnAcknowledgement() {
        reach(TaskStatus.RUNNING, one);
        TaskReport first = sent.get(0).get(0);
        reach(TaskStatus.STOPPED, one);
        TaskReport last = sent.get(1).get(0);
        assertThat(last.sequence()).isGreaterThan(first.sequence());
        assertThat(outbox.acknowledge("1", first.sequence())).isNull();
        assertThat(outbox.acknowledge("1", last.sequence())).isEqualTo(last);
        assertThat(outbox.acknowledge("1", last.sequence())).as("once more").isNull();
        assertThat(outbox.acknowledge("2", last.sequence()))
                .as("nothing was said")
                .isNull();
    }

    @Test
    void nothingMoreIsSaidOfATaskThatIsForgotten() {
        reach(TaskStatus.RUNNING, one);
        reach(TaskStatus.ACTIVATING, two);
        outbox.changed(one);
        assertThat(told()).hasSize(1);
        outbox.forget(one);
        outbox.forget(two);
        outbox.flush();
        pass(60_000);
        assertThat(told()).isEmpty();
        assertThat(outbox.acknowledge("1", Long.MAX_VALUE)).isNull();
    }

    @Test
    void anEarlierReportThatIsCommittedAfterTheLatestHasTheLatestToldAgain() {
        reach(TaskStatus.RUNNING, one);
        TaskReport first = sent.get(0).get(0);
        reach(TaskStatus.STOPPED, one);
        TaskReport last = sent.get(1).get(0);
        sent.clear();
        assertThat(outbox.acknowledge("1", last.sequence())).isEqualTo(last);
        assertThat(outbox.acknowledge("1", first.sequence())).isNull();
        assertThat(sent).containsExactly(List.of(last));
        assertThat(outbox.acknowledge("1", last.sequence())).isEqualTo(last);
        pass(60_000);
        assertThat(sent).hasSize(1);
    }
}
