package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.model.TaskStatus;
import io.stowage.spi.PartitionSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which agents run. */
class AgentRunnerTest {

    private final LoopRig rig = LoopRig.open();

    /** Another engine leads from now on, until it is closed. */
    private LoopRig overtaken() {
        rig.store.forgetLeases();
        return LoopRig.another(2, rig.store, LoopRig.SETTINGS);
    }

    @Test
    void anAgentWhoseInstanceIsAttachedElsewhereEndsWhenThatIsSeen() {
        NotedAgent former = rig.instance("one");
        LoopRig other = overtaken();
        NotedAgent theirs = other.agent(former.instanceId);
        assertThat(theirs.closed).isNotDone();
        rig.pass(Duration.ofSeconds(5));
        assertThat(former.closed).isDone();
        assertThat(former.licence.holds()).isFalse();

        other.close();
        other.world.settle();
        rig.pass(Duration.ofSeconds(10));

        assertThat(theirs.closed).isDone();
        NotedAgent next = rig.agent(former.instanceId);
        assertThat(next).isNotSameAs(former);
        assertThat(next.closed).isNotDone();
        assertThat(next.manifests).hasSize(1);
    }

    @Test
    void anAgentWhoseInstanceIsGoneEndsWhenTheStateIsReadAgain() {
        NotedAgent former = rig.instance("one");
        LoopRig other = overtaken();
        other.ask(new DeregisterContainerInstance(former.instanceId, true));
        other.close();
        other.world.settle();
        rig.pass(Duration.ofSeconds(10));

        assertThat(former.closed).isDone();
        assertThat(rig.agents).hasSize(1);
    }

    @Test
    void anAgentThatCleansUpIsReplacedWhenTheStoreHasLostThatItsInstanceIsGone() {
        rig.instance("other");
        NotedAgent cleaner = rig.instance("one");
        PartitionSnapshot before = rig.store.read("cluster/harbour");
        rig.ask(new DeregisterContainerInstance(cleaner.instanceId, true));
        rig.pass(Duration.ofSeconds(1));
        assertThat(cleaner.cleanUps).isPositive();

        before.records().stream()
                .filter(record -> Set.of("instance", "attachment").contains(record.kind()))
                .forEach(record -> rig.store.put("cluster/harbour", record));
        rig.store.replaceHistory("cluster/harbour");
        CompletableFuture<?> unused = rig.submit(LoopRig.runTask());
        rig.pass(Duration.ofSeconds(2));

        assertThat(cleaner.closed).isDone();
        NotedAgent next = rig.agent(cleaner.instanceId);
        assertThat(next).isNotSameAs(cleaner);
        assertThat(next.cleanUps).isZero();
        assertThat(next.manifests).isNotEmpty();
    }

    @Test
    void anAgentWhoseAttachmentHoldsGoesOnAndIsToldEverything() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        rig.store.conflictNext();
        CompletableFuture<?> refused = rig.submit(LoopRig.runTask());
        rig.pass(Duration.ofSeconds(2));
        assertThat(refused).isCompletedExceptionally();

        assertThat(rig.agent(agent.instanceId)).isSameAs(agent);
        assertThat(agent.closed).isNotDone();
        assertThat(agent.manifests.get(agent.manifests.size() - 1)).containsExactly(task);
    }

    @Test
    void anAgentOfAnEarlierAttachmentMakesWayForThatOfALaterOne() {
        NotedAgent former = rig.instance("one");
        String task = rig.run();
        rig.ask(turn -> {
            Attachment attachment = Objects.requireNonNull(turn.state().attachment(former.instanceId));
            turn.transaction().putAttachment(attachment.to(rig.engineId));
            return "attached anew";
        });

        assertThat(former.closed).isDone();
        assertThat(former.licence.holds()).isFalse();
        NotedAgent present = rig.agent(former.instanceId);
        assertThat(present).isNotSameAs(former);
        assertThat(present.manifests).containsExactly(List.of(task));
        assertThat(present.licence.holds()).isTrue();
    }

    @Test
    void anAgentThatMissedAnAnswerIsToldEverything() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        int manifests = agent.manifests.size();
        agent.deaf = new IllegalStateException("deaf");
        agent.report(task, TaskStatus.RUNNING);
        rig.world.settle();
        assertThat(agent.acknowledged).isEmpty();

        agent.deaf = null;
        rig.pass(Duration.ofSeconds(1));
        assertThat(agent.manifests).hasSize(manifests + 1);
        assertThat(agent.manifests.get(manifests)).containsExactly(task);
        rig.pass(Duration.ofMinutes(5));
        assertThat(agent.manifests).as("once is enough").hasSize(manifests + 1);
    }

    @Test
    void theLoopIsClosedWhenItsAgentsAre() {
        NotedAgent agent = rig.instance("one");
        agent.lingers = true;
        CompletableFuture<Void> closed = rig.loop.close();
        rig.world.settle();
        assertThat(agent.licence.holds()).isFalse();
        assertThat(closed).isNotDone();

        agent.closed.complete(null);
        rig.world.settle();
        assertThat(closed).isDone();
    }

    @Test
    void anAgentThatCanNotBeEndedIsNotWaitedFor() {
        NotedAgent agent = rig.instance("one");
        agent.deaf = new IllegalStateException("deaf");
        rig.close();
        assertThat(agent.closed).isNotDone();
        assertThat(agent.licence.holds()).isFalse();
    }
}
