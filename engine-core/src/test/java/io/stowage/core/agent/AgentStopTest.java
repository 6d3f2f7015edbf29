package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.host;
import static io.stowage.core.agent.Samples.on;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.restarting;
import static io.stowage.core.agent.Samples.sidecar;
import static io.stowage.core.agent.Samples.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.FakeRuntime.Fault;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How tasks go down, by order and by themselves, and how containers are restarted in place. */
final class AgentStopTest {

    private final AgentRig rig = new AgentRig();

    @Test
    void stopsInTheReverseOrderOfDependencies() {
        TaskOrder order = order(
                container("db"),
                container("web").dependsOn(on("app", ContainerCondition.START)),
                container("app").dependsOn(on("db", ContainerCondition.START)));
        rig.manifest(order);
        rig.runtime.log.clear();

        rig.order(stopped(order));
        rig.pass(5);

        assertThat(rig.runtime.deeds())
                .containsExactly("signal " + host("web"), "signal " + host("app"), "signal " + host("db"));
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isNull();
        assertThat(rig.report().executionStoppedAt()).isNotNull();
        assertThat(rig.container("web").exitCode()).isEqualTo(143);
    }

    @Test
    void killsAfterTheStopTimeout() {
        rig.runtime.obeysSignals = false;
        TaskOrder order = order(container("web").stopTimeout(10));
        rig.manifest(order);
        rig.order(stopped(order));

        rig.pass(9);
        assertThat(rig.runtime.calls("kill")).isZero();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPING);
        rig.pass(1);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.runtime.calls("signal")).isEqualTo(1);
        assertThat(rig.runtime.calls("kill")).isEqualTo(1);
        assertThat(rig.container("web").exitCode()).isEqualTo(137);
    }

    @Test
    void killsAgainUntilItIsSeenToBeGone() {
        rig.runtime.obeysSignals = false;
        Fault no = Fault.refusal(ContainerRuntimeException.retryable(Category.CannotStopContainerError, "busy"));
        rig.runtime.next("kill", no, no, Fault.SILENCE);
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.order(stopped(order));

        rig.pass(60);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPING);
        assertThat(rig.runtime.calls("kill")).isEqualTo(3);
        rig.pass(60);

        assertThat(rig.runtime.calls("kill")).isEqualTo(4);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void sendsASignalAgainThatMayNotHaveArrived() {
        rig.runtime.next(
                "signal",
                Fault.refusal(ContainerRuntimeException.retryable(Category.ContainerRuntimeError, "try again")));
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.order(stopped(order));

        rig.pass(5);

        assertThat(rig.runtime.calls("signal")).isEqualTo(2);
        assertThat(rig.runtime.calls("kill")).isZero();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void neverSaysStoppedWithoutEvidence() {
        rig.runtime.obeysSignals = false;
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.runtime.unreachable = true;
        rig.order(stopped(order));

        rig.pass(3_600);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPING);
        rig.runtime.unreachable = false;
        rig.pass(120);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isEqualTo(137);
    }

    @Test
    void looksForItselfWhetherAStopHadAnEffect() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.pass(1);
        rig.runtime.tellsChanges = false;

        rig.order(stopped(order));
        rig.pass(1);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void isStoppedAtOnceIfNothingWasStarted() {
        rig.manifest(stopped(order(container("web"))));

        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().executionStoppedAt()).isNull();
        assertThat(rig.container("web").lastStatus()).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void doesNotWaitForAPullToStop() {
        rig.runtime.next("pull", Fault.SILENCE);
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.pass(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.ACTIVATING);

        rig.order(stopped(order));

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void removesWhatWasCreatedAndNeverStarted() {
        rig.runtime.next("start", Fault.SILENCE);
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.order(stopped(order));
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPING);

        rig.pass(185);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.runtime.containers).isEmpty();
        assertThat(rig.container("web").exitCode()).isNull();
    }

    @Test
    void waitsForACreationThatMayYetHappen() {
        rig.runtime.next("create", Fault.SILENCE);
        TaskOrder order = order(container("web"));
        rig.manifest(order);

        rig.order(stopped(order));
        rig.pass(59);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPING);
        rig.pass(2);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void stopsTheOthersWhenAnEssentialContainerExits() {
        rig.manifest(order(container("web"), sidecar("helper")));

        rig.runtime.exit(host("web"), 0);
        rig.pass(5);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(rig.report().stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(rig.container("web").exitCode()).isZero();
        assertThat(rig.container("helper").exitCode()).isEqualTo(143);
    }

    @Test
    void goesOnWhenAnotherContainerExits() {
        rig.manifest(order(container("web"), sidecar("helper")));

        rig.runtime.exit(host("helper"), 1);
        rig.pass(60);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.container("helper").lastStatus()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(rig.container("helper").exitCode()).isEqualTo(1);
    }

    @Test
    void seesAnExitWhoseEventWasLost() {
        rig.manifest(order(container("web")));
        rig.runtime.tellsChanges = false;

        rig.runtime.exit(host("web"), 5);
        rig.pass(11);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isEqualTo(5);
    }

    @Test
    void seesWithin15SecondsThatAContainerWasRemoved() {
        rig.manifest(order(container("web")));
        rig.runtime.tellsChanges = false;
        rig.pass(1);

        rig.runtime.vanish(host("web"));
        rig.pass(15);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isNull();
        assertThat(rig.container("web").reason()).isEqualTo("container is gone: removed by somebody else");
        assertThat(rig.runtime.calls("create")).isEqualTo(1);
    }

    @Test
    void saysThatAnExitCodeIsUnknown() {
        rig.manifest(order(container("web")));

        rig.runtime.exit(host("web"), null);
        rig.world.settle();

        assertThat(rig.container("web").exitCode()).isNull();
        assertThat(rig.container("web").reason()).startsWith("the exit code is unknown");
    }

    @Test
    void restartsAContainerThatRanLongEnough() {
        rig.manifest(order(container("web").restartPolicy(restarting())));

        rig.pass(60);
        rig.runtime.exit(host("web"), 1);
        rig.pass(1);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
        assertThat(rig.container("web").lastStatus()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(rig.container("web").runtimeId()).isEqualTo("id-" + host("web") + "-1");
        assertThat(rig.runtime.calls("pull")).isEqualTo(1);
        assertThat(rig.batches.toString())
                .doesNotContain("ContainerStatus.STOPPED")
                .doesNotContain("lastStatus=STOPPED");

        rig.runtime.exit(host("web"), 2);
        rig.pass(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isEqualTo(2);
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
    }

    @Test
    void doesNotRestartAfterAnIgnoredExitCode() {
        rig.manifest(order(container("web"), sidecar("helper").restartPolicy(restarting(0))));

        rig.pass(60);
        rig.runtime.exit(host("helper"), 0);
        rig.pass(1);

        assertThat(rig.container("helper").lastStatus()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(rig.container("helper").exitCode()).isZero();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void failsTheTaskWhenAnEssentialContainerCannotBeRestarted() {
        rig.manifest(order(container("web").restartPolicy(restarting())));
        rig.pass(60);
        rig.runtime.next(
                "create",
                Fault.refusal(ContainerRuntimeException.permanent(Category.CannotCreateContainerError, "disk full")));

        rig.runtime.exit(host("web"), 1);
        rig.pass(1);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(rig.container("web").reason()).isEqualTo("CannotCreateContainerError: disk full");
    }

    @Test
    void keepsTheContainersOfAStoppedTaskForAWhile() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.order(stopped(order));
        rig.pass(3_590);
        assertThat(rig.runtime.containers).hasSize(1);

        rig.pass(15);

        assertThat(rig.runtime.containers).isEmpty();
        assertThat(rig.questions).isEmpty();
    }

    @Test
    void keepsAStoppedTaskStopped() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.order(stopped(order));
        rig.pass(1);
        rig.batches.clear();

        rig.runtime.containers.computeIfPresent(
                host("web"),
                (name, state) -> new ContainerState(
                        name,
                        state.labels(),
                        state.runtimeId(),
                        Phase.RUNNING,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null));
        rig.pass(11);

        assertThat(rig.runtime.calls("kill")).isEqualTo(1);
        assertThat(rig.runtime.containers.get(host("web")).phase()).isEqualTo(Phase.EXITED);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void saysThatTheExitCodeIsUnknownOfWhatWasGoneWhenItHadBeenStopped() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.runtime.obeysSignals = false;
        rig.order(stopped(order));
        rig.runtime.vanish(host("web"));
        rig.pass(60);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isNull();
        assertThat(rig.container("web").reason())
                .isEqualTo("the exit code is unknown: the container was gone when it had been stopped");
    }
}
