package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.model.ContainerInstance;
import io.stowage.model.TaskStatus;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of what agents say. */
class ObservationsTest {

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    private ContainerInstance instance() {
        return rig.ask(new DescribeContainerInstances(List.of(agent.instanceId)))
                .containerInstances()
                .get(0);
    }

    @Test
    void anInstanceSaysWhyItsAgentIsNotConnectedUntilItIs() {
        agent.disconnect("the daemon does not answer");
        rig.world.settle();
        assertThat(instance().agentConnected()).isFalse();
        assertThat(instance().statusReason()).isEqualTo("the daemon does not answer");

        agent.connect();
        rig.world.settle();
        assertThat(instance().agentConnected()).isTrue();
        assertThat(instance().statusReason()).isNull();
    }

    @Test
    void aConnectionThatIsAsItWasIsNoNews() {
        int commits = rig.store.commits().size();
        agent.connect();
        rig.world.settle();
        assertThat(rig.store.commits()).hasSize(commits);
    }

    @Test
    void anAgentHasNoSayInTasksOfOtherInstances() {
        String task = rig.run();
        NotedAgent other = rig.instance("two");
        other.report(task, TaskStatus.RUNNING);
        other.ask(task);
        rig.world.settle();
        assertThat(Objects.requireNonNull(rig.task(task)).lastStatus()).isEqualTo(TaskStatus.PENDING);
        assertThat(other.acknowledged).isEmpty();
        assertThat(other.unknown).containsExactly(task);
        assertThat(other.orders).isEmpty();
    }

    @Test
    void aHostThatIsCleanStaysAttachedWhileItsInstanceIsRegistered() {
        agent.clean();
        rig.world.settle();
        assertThat(agent.closed).isNotDone();
        agent.disconnect("for a moment");
        rig.world.settle();
        assertThat(instance().agentConnected()).isFalse();
    }

    @Test
    void aTaskThatIsAskedAboutIsOrderedAsItIsToBe() {
        String task = rig.run();
        agent.ask(task);
        rig.world.settle();
        assertThat(agent.orders).hasSize(2);
        assertThat(agent.orders.get(1)).isEqualTo(agent.orders.get(0));
        assertThat(agent.unknown).isEmpty();
    }
}
