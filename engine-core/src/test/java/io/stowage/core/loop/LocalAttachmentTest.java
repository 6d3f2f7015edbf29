package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.HandWorld;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.model.ContainerInstance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instances whose hosts only engines of their place reach. */
class LocalAttachmentTest {

    private final LoopRig rig = LoopRig.open();

    private NotedAgent local(String name) {
        NotedAgent agent = rig.agent(rig.registerLocal(name));
        agent.connect();
        rig.world.settle();
        return agent;
    }

    private static ContainerInstance instance(LoopRig of, String id) {
        return of.ask(new DescribeContainerInstances(List.of(id)))
                .containerInstances()
                .get(0);
    }

    private LoopRig next(String place) {
        return LoopRig.at(place, 2, rig.store);
    }

    @Test
    void anEngineAtTheSamePlaceTakesItOverFromOneThatIsGone() {
        NotedAgent former = local("one");
        String task = rig.run();
        rig.close();

        LoopRig next = next("here");
        NotedAgent present = next.agent(former.instanceId);
        assertThat(present.manifests).hasSize(1);
        assertThat(present.manifests.get(0)).containsExactly(task);
        assertThat(instance(next, former.instanceId).agentConnected()).isFalse();
        present.connect();
        next.world.settle();
        assertThat(instance(next, former.instanceId).agentConnected()).isTrue();
    }

    @Test
    void anEngineElsewhereLeavesItAndSaysThatItsAgentIsLost() {
        NotedAgent former = local("one");
        rig.close();

        LoopRig next = next("there");
        next.pass(Duration.ofSeconds(1));
        assertThat(next.agents).isEmpty();
        ContainerInstance instance = instance(next, former.instanceId);
        assertThat(instance.agentConnected()).isFalse();
        assertThat(instance.statusReason()).contains("engine-1").contains("is gone");
    }

    @Test
    void anEngineThatCantBeAskedForIsNotGone() {
        NotedAgent former = local("one");
        rig.close();
        rig.store.acquire(Presence.partition("engine-1", "harbour"), "engine-1", Duration.ofSeconds(10));

        LoopRig next = next("here");
        next.pass(Duration.ofMinutes(1));
        assertThat(next.agents).isEmpty();
        assertThat(instance(next, former.instanceId).agentConnected()).isTrue();
    }

    @Test
    void theLicenceEndsWithTheTrustInTheLease() {
        NotedAgent agent = local("one");
        assertThat(agent.licence.holds()).isTrue();

        rig.store.beforeLease(() -> {
            throw new HandWorld.NoAnswer();
        });
        rig.pass(Duration.ofSeconds(7));
        assertThat(agent.licence.holds()).isFalse();
    }

    @Test
    void theLicenceOfAnAgentThatEndsIsOver() {
        NotedAgent agent = local("one");
        rig.ask(new DeregisterContainerInstance(agent.instanceId, true));
        assertThat(agent.cleanUps).isEqualTo(1);
        assertThat(agent.licence.holds()).isTrue();

        agent.clean();
        rig.world.settle();
        assertThat(agent.closed).isDone();
        assertThat(agent.licence.holds()).isFalse();
    }

    @Test
    void whatIsToBeCleanedUpIsSoForTheNextEngineToo() {
        NotedAgent former = local("one");
        rig.run();
        rig.ask(new DeregisterContainerInstance(former.instanceId, true));
        rig.close();

        LoopRig next = next("here");
        NotedAgent present = next.agent(former.instanceId);
        assertThat(present.manifests).isEmpty();
        assertThat(present.cleanUps).isEqualTo(1);
        present.clean();
        next.world.settle();
        assertThat(present.closed).isDone();
        next.close();

        LoopRig last = LoopRig.at("here", 3, rig.store);
        last.pass(Duration.ofSeconds(10));
        assertThat(last.agents).isEmpty();
    }

    @Test
    void aHostThatNeverComesBackIsNotWaitedForForever() {
        NotedAgent former = local("one");
        rig.ask(new DeregisterContainerInstance(former.instanceId, true));
        rig.pass(Duration.ofHours(25));
        assertThat(former.closed).isDone();
    }
}
