package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.FakeRuntime.Fault;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** How long an agent waits for a runtime that does not answer, and how much it asks of it at once. */
final class AgentPatienceTest {

    private final AgentRig rig = new AgentRig();

    private static TaskOrder[] tasks(int count) {
        TaskOrder[] orders = new TaskOrder[count];
        for (int i = 0; i < count; i++) {
            orders[i] = order("task-" + i, Samples.definition(container("web")));
        }
        return orders;
    }

    @Test
    void createsNoMoreContainersAtATimeThanCallsCanBeUnderWay() {
        rig.runtime.next("create", Collections.nCopies(8, Fault.SILENCE).toArray(new Fault[0]));
        rig.manifest(tasks(10));
        assertThat(rig.runtime.calls("create")).isEqualTo(8);
        rig.pass(59);
        assertThat(rig.runtime.calls("create")).isEqualTo(8);
        rig.pass(1);
        assertThat(rig.runtime.calls("create")).isGreaterThanOrEqualTo(10);
        rig.pass(60);
        assertThat(rig.runtime.containers).hasSize(10);
    }

    @Test
    void createsTheNextContainerAsSoonAsOneIsCreated() {
        rig.runtime.next("create", Collections.nCopies(7, Fault.SILENCE).toArray(new Fault[0]));
        rig.manifest(tasks(20));
        assertThat(rig.runtime.containers).hasSize(13);
    }

    private void stop(int stopTimeout) {
        TaskOrder order = order(container("web").stopTimeout(stopTimeout));
        rig.manifest(order);
        rig.runtime.next("signal", Fault.SILENCE);
        rig.order(stopped(order));
    }

    @Test
    void givesASignalThatHangsNoLongerThanTheContainer() {
        stop(5);
        rig.pass(4);
        assertThat(rig.runtime.calls("kill")).isZero();
        rig.pass(2);
        assertThat(rig.runtime.calls("kill")).isEqualTo(1);
    }

    @Test
    void givesASignalThatHangsASecondThoughTheContainerHasNone() {
        stop(0);
        assertThat(rig.runtime.calls("kill")).isZero();
        rig.pass(2);
        assertThat(rig.runtime.calls("kill")).isEqualTo(1);
    }

    @Test
    void givesASignalThatHangsNoLongerThanAnyOtherCall() {
        stop(120);
        rig.pass(29);
        assertThat(rig.runtime.calls("signal")).isEqualTo(1);
        rig.pass(5);
        assertThat(rig.runtime.calls("signal")).as("once more").isEqualTo(2);
        assertThat(rig.runtime.calls("kill")).isZero();
    }
}
