package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.committed;
import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.host;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.restarting;
import static io.stowage.core.agent.Samples.sidecar;
import static io.stowage.core.agent.Samples.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.FakeRuntime.Fault;
import io.stowage.model.ContainerStatus;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an agent does with what an earlier one left behind, and with what is not its own. */
final class AgentAdoptionTest {

    private static final HealthCheck CHECK = new HealthCheck(List.of("CMD", "check"), 10, null, null, null);

    private final AgentRig rig = new AgentRig();

    @Test
    void adoptsWhatRunsAsItIs() {
        TaskOrder order = order(container("web").healthCheck(CHECK), sidecar("helper"));
        rig.manifest(order);
        rig.pass(11);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);

        rig.restart(committed(order, TaskStatus.RUNNING, HealthStatus.HEALTHY));
        rig.pass(5);

        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(rig.container("web").runtimeId()).isEqualTo("id-" + host("web") + "-0");
        assertThat(rig.batches).hasSize(1);

        rig.runtime.checkResults.addAll(List.of(1, 1, 1));
        rig.pass(31);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
    }

    @Test
    void countsOnARestartedRunAfterAdoption() {
        TaskOrder order = order(container("web").restartPolicy(restarting()));
        rig.manifest(order);
        rig.pass(60);
        rig.runtime.exit(host("web"), 1);
        rig.pass(1);

        rig.restart(committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN));

        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
    }

    @Test
    void goesOnWithARestartThatWasCutOffBetweenTwoRuns() {
        TaskOrder order = order(container("web").restartPolicy(restarting()));
        rig.manifest(order);
        rig.pass(60);
        rig.runtime.next("create", FakeRuntime.Fault.SILENCE);
        rig.runtime.exit(host("web"), 1);
        rig.pass(1);
        assertThat(rig.runtime.containers).isEmpty();
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
        assertThat(rig.container("web").runtimeId()).isNull();

        rig.restart(Samples.restarting(order, "web", 1));
        rig.pass(1);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.runtime.deeds()).contains("create " + host("web") + "#1");
        assertThat(rig.container("web").runtimeId()).isEqualTo("id-" + host("web") + "-1");
    }

    @Test
    void restartsNothingThatIsCommittedToHaveEndedForGood() {
        TaskOrder order = order(container("web"), sidecar("helper").restartPolicy(restarting()));
        rig.manifest(order);
        rig.pass(60);
        rig.runtime.exit(host("helper"), 1);

        rig.restart(Samples.without(order, "helper"));
        rig.pass(60);

        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.container("helper").lastStatus()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(rig.container("helper").exitCode()).isEqualTo(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void takesAnEarlierRunInItsFirstListForWhatWas() {
        TaskOrder order = order(container("web").restartPolicy(restarting()));
        rig.manifest(order);
        rig.pass(60);
        rig.runtime.exit(host("web"), 1);
        ContainerState earlier = Objects.requireNonNull(rig.runtime.containers.get(host("web")));
        rig.pass(1);
        assertThat(rig.container("web").restartCount()).isEqualTo(1);

        rig.runtime.nextList = List.of(earlier);
        rig.restart(Samples.inRun(order, TaskStatus.RUNNING, "web", 1));
        rig.pass(15);

        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
    }

    @Test
    void neverStartsAContainerFromScratchThatHasRunThoughItsTaskHasNot() {
        TaskOrder order = order(container("web"), container("app"));
        rig.manifest(order);
        rig.runtime.vanish(host("web"));
        rig.runtime.vanish(host("app"));
        rig.restart(Samples.inRun(order, TaskStatus.ACTIVATING, "web", 0));
        rig.pass(60);
        assertThat(rig.runtime.deeds()).doesNotContain("create " + host("web") + "#0");
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void saysWhatWasCommittedOfAContainerUntilItIsSeenOrGone() {
        TaskOrder order = order(container("web").restartPolicy(restarting()));
        rig.manifest(order);
        rig.pass(60);
        rig.runtime.exit(host("web"), 1);
        rig.pass(1);
        rig.runtime.nextList = List.of();
        rig.runtime.next("inspect", FakeRuntime.Fault.SILENCE);
        rig.restart(Samples.inRun(order, TaskStatus.RUNNING, "web", 1));
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
        assertThat(rig.container("web").runtimeId()).isEqualTo("id-" + host("web") + "-1");
        assertThat(rig.container("web").networkBindings()).containsExactly(Samples.BINDING);
        assertThat(rig.container("web").lastStatus()).isEqualTo(ContainerStatus.RUNNING);
        rig.pass(15);
        assertThat(rig.container("web").networkBindings())
                .as("as they were seen")
                .isEmpty();
    }

    @Test
    void countsOnFromTheRunThatWasCommittedWhenThatIsGone() {
        TaskOrder order = order(container("web").restartPolicy(restarting()));
        rig.manifest(order);
        rig.pass(60);
        rig.runtime.exit(host("web"), 1);
        rig.pass(1);
        rig.runtime.vanish(host("web"));
        rig.restart(Samples.inRun(order, TaskStatus.RUNNING, "web", 1));
        rig.pass(60);
        assertThat(rig.runtime.deeds()).noneMatch(deed -> deed.startsWith("create") && !deed.endsWith("#2"));
    }

    @Test
    void takesOneThatIsGoneForGoneUnlessARestartOfItWasCommitted() {
        TaskOrder order = order(container("web").restartPolicy(restarting()));
        rig.manifest(order);
        rig.pass(60);
        rig.runtime.vanish(host("web"));
        rig.restart(committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN));
        rig.pass(15);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void removesTheLastRunOnlyOnceTheRestartIsCommittedOrNobodyCommits() {
        rig.manifest(order(container("web").restartPolicy(restarting())));
        rig.pass(60);
        rig.acknowledges = false;
        rig.runtime.exit(host("web"), 1);
        rig.pass(4);
        assertThat(rig.runtime.calls("remove")).isZero();
        assertThat(rig.container("web").restartCount()).isEqualTo(1);
        rig.pass(2);
        assertThat(rig.runtime.calls("remove")).isEqualTo(1);
        assertThat(rig.runtime.calls("create")).isEqualTo(2);
    }

    @Test
    void neverStartsATaskFromScratchThatHasRun() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.agent.close();
        rig.world.settle();
        rig.runtime.vanish(host("web"));

        rig.restart(committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN));
        rig.pass(1);

        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(rig.container("web").reason()).isEqualTo("container is gone: removed by somebody else");
    }

    @Test
    void doesNotTakeSilenceForAbsence() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.agent.close();
        rig.world.settle();
        ContainerState web = rig.runtime.containers.remove(host("web"));
        Fault[] silence = new Fault[25];
        Arrays.fill(silence, Fault.SILENCE);
        rig.runtime.next("inspect", silence);

        rig.restart(committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN));
        rig.pass(400);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        rig.runtime.containers.put(host("web"), web);
        rig.pass(30);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.container("web").lastStatus()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(rig.runtime.deeds()).isEmpty();
    }

    @Test
    void doesNotSayStoppedOfWhatItCannotSee() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        ContainerState web = rig.runtime.containers.remove(host("web"));
        rig.runtime.next("inspect", Fault.SILENCE, Fault.SILENCE);

        rig.restart(stopped(committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN)));
        rig.runtime.containers.put(host("web"), web);
        rig.pass(9);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPING);
        rig.pass(30);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isEqualTo(143);
    }

    @Test
    void startsATaskFromScratchThatHasNotRun() {
        rig.manifest(committed(order(container("web")), TaskStatus.ACTIVATING, HealthStatus.UNKNOWN));

        assertThat(rig.runtime.calls("create")).isEqualTo(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void startsWhatWasCreatedBeforeTheCrash() {
        TaskOrder order = order(container("web"));
        rig.runtime.next("start", Fault.SILENCE);
        rig.manifest(order);

        rig.restart(committed(order, TaskStatus.ACTIVATING, HealthStatus.UNKNOWN));

        assertThat(rig.runtime.deeds()).containsExactly("start " + host("web"));
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void takesAnExitDuringItsAbsenceForAnExit() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.agent.close();
        rig.world.settle();
        rig.runtime.exit(host("web"), 7);

        rig.restart(committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN));

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").exitCode()).isEqualTo(7);
    }

    @Test
    void resumesAStop() {
        rig.runtime.obeysSignals = false;
        TaskOrder order = order(container("web").stopTimeout(20));
        rig.manifest(order);
        rig.order(stopped(order));
        rig.pass(10);

        rig.restart(stopped(committed(order, TaskStatus.STOPPING, HealthStatus.UNKNOWN)));
        rig.pass(21);

        assertThat(rig.runtime.deeds()).containsExactly("signal " + host("web"), "kill " + host("web"));
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void asksAboutContainersThatNoOrderSpeaksOf() {
        rig.manifest(order(container("web")));

        rig.restart();
        rig.pass(25);

        assertThat(rig.questions)
                .containsExactly(List.of(Samples.TASK_ID), List.of(Samples.TASK_ID), List.of(Samples.TASK_ID));
        assertThat(rig.runtime.deeds()).isEmpty();
    }

    @Test
    void obeysAnOrderThatAnswersItsQuestion() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.restart();

        rig.order(committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN));
        rig.pass(25);

        assertThat(rig.questions).hasSize(1);
        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void removesWhatIsConfirmedToBeUnknown() {
        rig.manifest(order(container("web"), sidecar("helper")));
        rig.runtime.exit(host("helper"), 0);
        rig.restart();
        rig.runtime.next("kill", Fault.SILENCE);

        rig.agent.confirmUnknown(List.of(Samples.TASK_ID));
        rig.pass(60);

        assertThat(rig.runtime.containers).isEmpty();
        assertThat(rig.questions).hasSize(1);
    }

    @Test
    void stopsNothingThatAManifestLeavesOut() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);

        rig.manifest();
        rig.pass(30);
        assertThat(rig.runtime.containers.get(host("web")).phase()).isEqualTo(Phase.RUNNING);
        assertThat(rig.questions).contains(List.of(Samples.TASK_ID));

        rig.agent.confirmUnknown(List.of(Samples.TASK_ID));
        rig.pass(1);
        assertThat(rig.runtime.containers).isEmpty();
    }

    @Test
    void ignoresAConfirmationAboutATaskItHasAnOrderFor() {
        rig.manifest(order(container("web")));

        rig.agent.confirmUnknown(List.of(Samples.TASK_ID));
        rig.pass(30);

        assertThat(rig.runtime.containers.get(host("web")).phase()).isEqualTo(Phase.RUNNING);
    }

    /** One empty list is not evidence enough to give a task up that another agent may have started. */
    @Test
    void looksBeforeItReportsATaskStoppedThatIsMissingFromTheFirstList() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.runtime.emptyLists = 1;
        rig.restart(stopped(order));
        boolean over = rig.latest.get(Samples.TASK_ID).lastStatus() == TaskStatus.STOPPED;
        boolean runs = rig.runtime.containers.get(host("web")).phase() == Phase.RUNNING;
        assertThat(over && runs).as("STOPPED while it runs").isFalse();
        rig.pass(60);
        assertThat(rig.latest.get(Samples.TASK_ID).lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.runtime.containers.get(host("web")).phase()).isEqualTo(Phase.EXITED);
    }

    @Test
    void neverTouchesAContainerThatCarriesCopiedLabelsUnderAnotherName() {
        rig.manifest(order(container("web")));
        ContainerState own = rig.runtime.containers.get(host("web"));
        ContainerState copy =
                new ContainerState("copy", own.labels(), "id", Phase.RUNNING, null, null, null, null, List.of(), null);
        rig.runtime.containers.put("copy", copy);
        rig.restart();
        rig.agent.confirmUnknown(List.of(Samples.TASK_ID));
        rig.pass(60);
        assertThat(rig.runtime.containers).containsEntry("copy", copy).doesNotContainKey(host("web"));
    }

    @Test
    void neverTouchesAStrangersContainerThatHasItsName() {
        ContainerState stranger = new ContainerState(
                host("web"), Map.of("com.example", "x"), "id", Phase.RUNNING, null, null, null, null, List.of(), null);
        rig.runtime.containers.put(host("web"), stranger);

        rig.manifest(order(container("web")));
        rig.pass(4_000);

        assertThat(rig.runtime.containers).containsEntry(host("web"), stranger);
        assertThat(rig.runtime.calls("kill") + rig.runtime.calls("remove") + rig.runtime.calls("signal"))
                .isZero();
        assertThat(rig.latest.get(Samples.TASK_ID).stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(rig.container("web").reason()).startsWith("CannotCreateContainerError: ");
    }

    @Test
    void neverTouchesAContainerThatWasOrderedDifferently() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        ContainerState web = rig.runtime.containers.get(host("web"));
        Map<String, String> labels = new LinkedHashMap<>(web.labels());
        labels.put("io.stowage.spec-hash", "another");
        ContainerState other =
                new ContainerState(web.name(), labels, "id", Phase.RUNNING, null, null, null, null, List.of(), null);
        rig.runtime.containers.put(host("web"), other);

        rig.restart(committed(order, TaskStatus.ACTIVATING, HealthStatus.UNKNOWN));
        rig.pass(60);

        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").reason()).contains("is taken by a container that is not this task's");
    }
}
