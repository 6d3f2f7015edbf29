package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.host;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.restarting;
import static io.stowage.core.agent.Samples.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an agent does when its host was put back to an earlier state, so that it shows a run that was over. */
final class AgentHostPutBackTest {

    private final AgentRig rig = new AgentRig();
    private final TaskOrder order = order(container("web").restartPolicy(restarting()));

    /** Lets the first run end and the second one begin. Returns the first, as it ran. */
    private ContainerState restartOnce() {
        rig.manifest(order);
        rig.pass(60);
        ContainerState first = Objects.requireNonNull(rig.runtime.containers.get(host("web")));
        rig.runtime.exit(host("web"), 1);
        rig.pass(1);
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
        rig.runtime.log.clear();
        return first;
    }

    private void assertThatItEndedAsGone() {
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(rig.container("web").reason()).isEqualTo("container is gone: the host shows an earlier run of it");
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
        assertThat(rig.runtime.containers.get(host("web")).phase()).isEqualTo(Phase.EXITED);
        assertThat(rig.runtime.calls("create")).isZero();
    }

    @Test
    void takesTheRunThatItKnewForGoneAndStopsTheEarlierOne() {
        ContainerState first = restartOnce();
        rig.runtime.containers.put(host("web"), first);
        rig.pass(60);
        assertThatItEndedAsGone();
    }

    @Test
    void takesTheRunThatIsCommittedForGoneAndStopsTheEarlierOne() {
        ContainerState first = restartOnce();
        rig.runtime.containers.put(host("web"), first);
        rig.restart(Samples.inRun(order, TaskStatus.RUNNING, "web", 1));
        rig.pass(60);
        assertThatItEndedAsGone();
    }

    @Test
    void removesWhatIsLeftOfTheEarlierRunWhenItsTimeHasCome() {
        ContainerState first = restartOnce();
        rig.runtime.containers.put(host("web"), first);
        rig.pass(3_700);
        assertThat(rig.runtime.containers).isEmpty();
    }

    @Test
    void goesOnWithTheOthersWhenTheContainerIsNotEssential() {
        TaskOrder two = order(container("web"), sidecar("helper").restartPolicy(restarting()));
        rig.manifest(two);
        rig.pass(60);
        ContainerState first = Objects.requireNonNull(rig.runtime.containers.get(host("helper")));
        rig.runtime.exit(host("helper"), 1);
        rig.pass(1);
        rig.runtime.containers.put(host("helper"), first);
        rig.pass(60);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.runtime.containers.get(host("helper")).phase()).isEqualTo(Phase.EXITED);
        assertThat(rig.runtime.containers.get(host("web")).phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void makesTheRunAnewThatHasNotBegunYet() {
        ContainerState first = restartOnce();
        rig.runtime.containers.put(host("web"), first);
        rig.restart(Samples.restarting(order, "web", 1));
        rig.pass(60);
        assertThat(rig.runtime.deeds())
                .containsExactly(
                        "kill " + host("web"),
                        "remove " + host("web"),
                        "pull web:1",
                        "create " + host("web") + "#1",
                        "start " + host("web"));
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
    }

    @Test
    void takesAListThatShowsAnEarlierRunForNoMoreThanAReasonToLook() {
        ContainerState first = restartOnce();
        for (int i = 0; i < 4; i++) {
            rig.runtime.nextList = List.of(first);
            rig.pass(15);
        }
        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.runtime.calls("inspect")).isGreaterThanOrEqualTo(4);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }
}
