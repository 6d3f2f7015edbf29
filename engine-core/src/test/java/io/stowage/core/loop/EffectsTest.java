package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.DescribeCluster;
import io.stowage.core.state.Ids;
import io.stowage.model.DesiredStatus;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What follows from a commit comes about, each for itself. */
class EffectsTest {

    private final LoopRig rig = LoopRig.open();

    @Test
    void anAgentThatCanNotBeBegunIsBegunLater() {
        rig.attachFails = new IllegalStateException("no room for an agent");
        String id = rig.register("one");

        assertThat(rig.agents).isEmpty();
        assertThat(rig.loop.failedEffects()).isEqualTo(1);
        assertThat(rig.loop.health().lastError()).contains(id).contains("no room for an agent");

        // After 1, 2 and 4 seconds.
        rig.pass(Duration.ofSeconds(6));
        assertThat(rig.loop.failedEffects()).isEqualTo(3);
        rig.attachFails = null;
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.agent(id).manifests).containsExactly(List.of());
    }

    @Test
    void oneAgentThatThrowsTakesNoOtherAgentsOrdersNorAnswersWithIt() {
        NotedAgent deaf = rig.instance("one");
        NotedAgent well = rig.instance("two");
        deaf.deaf = new IllegalStateException("deaf");

        var first = rig.submit(LoopRig.runTask());
        var second = rig.submit(LoopRig.runTask());
        var third = rig.submit(LoopRig.runTask());
        var fourth = rig.submit(LoopRig.runTask());
        var fifth = rig.submit(LoopRig.runTask());
        rig.world.settle();

        List<String> all = new ArrayList<>();
        List.of(first, second, third, fourth, fifth)
                .forEach(answer -> all.add(
                        Ids.shortId(LoopRig.answer(answer).tasks().get(0).taskArn())));
        assertThat(well.orders).extracting(TaskOrder::taskId).isNotEmpty().isSubsetOf(all);
        assertThat(deaf.orders).isEmpty();

        // Orders that did not arrive are made good by the full manifest, once the agent hears again.
        deaf.deaf = null;
        rig.pass(Duration.ofSeconds(2));
        List<String> told =
                new ArrayList<>(well.orders.stream().map(TaskOrder::taskId).toList());
        told.addAll(deaf.manifests.get(deaf.manifests.size() - 1));
        assertThat(told).containsExactlyInAnyOrderElementsOf(all);
        assertThat(rig.loop.failedEffects()).isEqualTo(1);
    }

    @Test
    void whatIsNotCommittedYetIsToldToNobody() {
        NotedAgent agent = rig.instance("one");
        String running = rig.run();
        agent.deaf = new IllegalStateException("deaf");
        agent.report(running, TaskStatus.RUNNING);
        rig.world.settle();
        agent.deaf = null;
        int manifests = agent.manifests.size();

        // While the agent waits for its manifest, a commit stays without an answer.
        rig.store.afterCommit(commit -> {
            throw new io.stowage.core.HandWorld.NoAnswer();
        });
        CompletableFuture<?> unused = rig.submit(LoopRig.runTask());
        rig.pass(Duration.ofSeconds(4));
        assertThat(agent.manifests).hasSize(manifests);

        rig.store.afterCommit(commit -> {});
        rig.pass(Duration.ofSeconds(20));
        assertThat(agent.manifests).hasSize(manifests + 1);
        assertThat(agent.manifests.get(manifests)).hasSize(2);
    }

    @Test
    void aListenerThatCanNotBeReachedTakesNoOtherWithIt() {
        List<Object> heard = new ArrayList<>();
        rig.world.breakStrands(name -> name.equals("listener"));
        rig.events.subscribe(null, event -> {});
        NotedAgent agent = rig.instance("one");
        assertThat(rig.loop.failedEffects()).isPositive();

        rig.world.breakStrands(name -> false);
        rig.events.subscribe(null, heard::add);
        String task = rig.run();
        assertThat(agent.orders).extracting(TaskOrder::taskId).containsExactly(task);
        assertThat(agent.orders).extracting(TaskOrder::desiredStatus).containsExactly(DesiredStatus.RUNNING);
        assertThat(heard).isNotEmpty();
    }

    @Test
    void anAgentThatThrowsWhenTheStateIsReadIsToldLater() {
        NotedAgent deaf = rig.instance("one");
        NotedAgent well = rig.instance("two");
        deaf.deaf = new IllegalStateException("deaf");
        int manifests = deaf.manifests.size();
        int others = well.manifests.size();

        // The revision moves on behind the loop's back: its state is read anew.
        rig.store.conflictNext();
        CompletableFuture<?> unused = rig.submit(LoopRig.runTask());
        rig.pass(Duration.ofSeconds(2));
        assertThat(well.manifests).hasSizeGreaterThan(others);
        assertThat(rig.ask(new DescribeCluster()).registeredContainerInstancesCount())
                .isEqualTo(2);

        deaf.deaf = null;
        rig.pass(Duration.ofSeconds(2));
        assertThat(deaf.manifests).hasSize(manifests + 1);
    }
}
