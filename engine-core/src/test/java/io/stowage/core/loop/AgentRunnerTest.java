package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.operation.DeregisterContainerInstance;
import java.time.Duration;
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
}
