package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.host;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.TaskStatus;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An agent whose licence does not hold looks, and does nothing. */
class AgentLicenceTest {

    private final AgentRig rig = new AgentRig();

    @Test
    void startsNothingUntilItMay() {
        rig.licence = () -> false;
        rig.manifest(order(container("web")));
        rig.pass(600);
        assertThat(rig.runtime.log).containsOnly("list ");
        assertThat(rig.batches).isEmpty();

        rig.licence = () -> true;
        rig.pass(11);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.runtime.containers).containsKey(host("web"));
    }

    @Test
    void stopsNothingUntilItMay() {
        rig.manifest(order(container("web")));
        rig.licence = () -> false;
        rig.order(stopped(order(container("web"))));
        rig.runtime.log.clear();
        rig.pass(600);
        assertThat(rig.runtime.log).containsOnly("list ");

        rig.licence = () -> true;
        rig.pass(60);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    /** What waits in a lane is asked once more when it is its turn. */
    @Test
    void aCallThatWaitedIsNotMadeWhenTheLicenceIsOver() {
        rig.world.settle();
        AtomicInteger answers = new AtomicInteger();
        rig.licence = () -> answers.incrementAndGet() == 1;
        rig.manifest(order(container("web")));
        rig.pass(60);
        assertThat(answers).hasValueGreaterThan(1);
        assertThat(rig.runtime.calls("pull")).isZero();

        rig.licence = () -> true;
        rig.pass(11);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.runtime.created).hasSize(1);
    }

    @Test
    void anExitThatHappenedMeanwhileIsToldAfterwards() {
        rig.manifest(order(container("web")));
        rig.licence = () -> false;
        rig.runtime.exit(host("web"), 3);
        rig.pass(60);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);

        rig.licence = () -> true;
        rig.pass(11);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isEqualTo(3);
    }

    @Test
    void cleansUpWhatAnyTaskLeftAndSaysWhenNothingIsLeft() {
        rig.manifest(order(container("web")));
        assertThat(rig.runtime.containers).hasSize(1);

        rig.agent.cleanUp();
        rig.pass(1);
        assertThat(rig.runtime.containers).isEmpty();
        rig.pass(10);
        assertThat(rig.cleaned).as("something may be on its way").isZero();

        rig.pass(60);
        assertThat(rig.cleaned).isPositive();
        assertThat(rig.questions).isEmpty();
    }

    @Test
    void whileItCleansUpItTakesNoOrders() {
        rig.agent.cleanUp();
        rig.order(order(container("web")));
        rig.manifest(order(container("web")));
        rig.pass(60);
        assertThat(rig.runtime.created).isEmpty();
    }

    @Test
    void cleansUpWhatAnAgentBeforeItLeft() {
        rig.manifest(order(container("web")));
        rig.agent.close();
        rig.world.settle();
        rig.attach().cleanUp();
        rig.pass(11);
        assertThat(rig.runtime.containers).isEmpty();
    }
}
