package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.model.ContainerInstance;
import io.stowage.model.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the agent of a former attachment says is not taken for what the present one says. */
class AttachmentEpochTest {

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent former = connected(rig.registerLocal("one"));
    private final String task = rig.run();

    private NotedAgent connected(String instanceId) {
        NotedAgent agent = rig.agent(instanceId);
        agent.connect();
        rig.world.settle();
        return agent;
    }

    /** The instance was attached to another engine for a moment, and has another agent from now on. */
    private NotedAgent registerAnew() {
        rig.registerLocalFor("engine-9", "one");
        rig.registerLocal("one");
        NotedAgent present = rig.agent(former.instanceId);
        assertThat(present).isNotSameAs(former);
        return present;
    }

    private TaskStatus status() {
        return Objects.requireNonNull(rig.task(task)).lastStatus();
    }

    private ContainerInstance instance() {
        return rig.ask(new DescribeContainerInstances(List.of(former.instanceId)))
                .containerInstances()
                .get(0);
    }

    @Test
    void aReportOfAFormerAgentIsNeitherFoldedNorAcknowledged() {
        NotedAgent present = registerAnew();
        present.report(task, TaskStatus.ACTIVATING, 3, List.of());
        rig.world.settle();
        assertThat(present.acknowledged).containsEntry(task, 3L);

        former.report(task, TaskStatus.STOPPED, 40, List.of());
        rig.world.settle();
        assertThat(status()).isEqualTo(TaskStatus.ACTIVATING);
        assertThat(present.acknowledged).containsEntry(task, 3L);
        assertThat(former.acknowledged).isEmpty();
    }

    @Test
    void aFormerAgentsReportDoesNotHideThePresentOnes() {
        NotedAgent present = registerAnew();
        former.report(task, TaskStatus.STOPPED, 40, List.of());
        present.report(task, TaskStatus.ACTIVATING, 3, List.of());
        former.report(task, TaskStatus.STOPPED, 41, List.of());
        rig.world.settle();
        assertThat(status()).isEqualTo(TaskStatus.ACTIVATING);
        assertThat(present.acknowledged).containsOnly(Map.entry(task, 3L));
    }

    @Test
    void whatIsAcknowledgedInTheTurnThatAttachesAnewIsNotAcknowledgedToTheNewAgent() {
        former.report(task, TaskStatus.ACTIVATING, 40, List.of());
        former.ask("nobody");
        NotedAgent present = registerAnew();
        assertThat(status()).isEqualTo(TaskStatus.ACTIVATING);
        assertThat(present.acknowledged).isEmpty();
        assertThat(present.unknown).isEmpty();
    }

    @Test
    void theLastWordOfAFormerAgentOnItsConnectionDoesNotCount() {
        NotedAgent present = registerAnew();
        former.connect();
        rig.world.settle();
        assertThat(instance().agentConnected()).isFalse();
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("shop", 0));
        rig.pass(java.time.Duration.ofSeconds(2));
        assertThat(instance().agentConnected()).isFalse();

        present.connect();
        rig.world.settle();
        assertThat(instance().agentConnected()).isTrue();
    }
}
