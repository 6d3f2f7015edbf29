package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The failures of a deployment are forgotten when one of its tasks becomes healthy, and not otherwise. */
class ServiceFailuresTest {

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    /** Of two tasks one is healthy, and the other has failed twice. */
    @BeforeEach
    void failTwice() {
        rig.ask(LoopRig.service("shop", 2));
        rig.world.settle();
        agent.report(agent.orders.get(0).taskId(), TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(50));
        for (int failure = 1; failure <= 2; failure++) {
            agent.report(lastOrdered(), TaskStatus.STOPPED);
            rig.pass(Duration.ofSeconds(3));
        }
        assertThat(failures()).isEqualTo(2);
    }

    private String lastOrdered() {
        return agent.orders.get(agent.orders.size() - 1).taskId();
    }

    private @Nullable Integer failures() {
        Service shop = Objects.requireNonNull(rig.service("shop"));
        Deployment primary = shop.deployments().get(0);
        return primary.consecutiveFailures();
    }

    @Test
    void readingTheStateAnewKeepsTheFailures() {
        rig.store.conflictNext();
        rig.handIn(LoopRig.runTask());
        rig.pass(Duration.ofSeconds(3));
        assertThat(failures()).isEqualTo(2);
    }

    @Test
    void anInstanceThatDrainsNoMoreKeepsTheFailures() {
        for (ContainerInstanceStatus status :
                List.of(ContainerInstanceStatus.DRAINING, ContainerInstanceStatus.ACTIVE)) {
            rig.ask(new UpdateContainerInstancesState(
                    new UpdateContainerInstancesStateRequest(null, List.of(agent.instanceId), status)));
        }
        rig.world.settle();
        assertThat(failures()).isEqualTo(2);
    }

    @Test
    void aTaskThatBecomesHealthyHasThemForgotten() {
        agent.report(lastOrdered(), TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(41));
        assertThat(failures()).isNull();
    }
}
