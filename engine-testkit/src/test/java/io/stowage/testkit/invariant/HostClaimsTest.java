package io.stowage.testkit.invariant;

import static io.stowage.testkit.invariant.Doctored.PLAIN;
import static io.stowage.testkit.invariant.InvariantsTest.violates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.stowage.model.Container;
import io.stowage.model.ContainerStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.Write;
import io.stowage.testkit.runtime.SimulatedContainer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is committed of restarts in place, and of containers that somebody has put in the place of ours, can be wrong. */
class HostClaimsTest {

    private final Doctored doctored = new Doctored();

    private Write report(String taskId, @Nullable String runtimeId, int restartCount) {
        return doctored.change(
                taskId,
                task -> task.lastStatus(TaskStatus.RUNNING)
                        .containers(List.of(Container.builder()
                                .containerArn("arn:aws:ecs:local:0:container/c/" + taskId + "/app")
                                .taskArn("arn:aws:ecs:local:0:task/c/" + taskId)
                                .name("app")
                                .image("plain")
                                .lastStatus(ContainerStatus.RUNNING)
                                .runtimeId(runtimeId)
                                .restartCount(restartCount)
                                .build())));
    }

    private SimulatedContainer running(String taskId) throws Exception {
        doctored.commit(doctored.create(taskId));
        doctored.container(doctored.host, taskId, PLAIN, taskId);
        doctored.connection(doctored.host).start(taskId);
        return doctored.host.containers().iterator().next();
    }

    private static ContainerSpec inPlaceOf(SimulatedContainer ours) {
        ContainerSpec spec = ours.spec();
        return new ContainerSpec(
                spec.name(),
                spec.definition(),
                spec.taskDefinition(),
                spec.environment(),
                List.of(),
                List.of(),
                spec.labels(),
                0);
    }

    @Test
    void s10SeesARestartOfARunThatHasNotEnded() throws Exception {
        running("a");
        violates(Invariant.S10, () -> doctored.commit(report("a", null, 1)));
    }

    @Test
    void s10SeesARestartAfterARunThatThereNeverWas() throws Exception {
        running("a");
        doctored.host.endApplication("a", 1);
        violates(Invariant.S10, () -> doctored.commit(report("a", null, 2)));
    }

    @Test
    void s10TakesARestartOfARunThatHasEnded() throws Exception {
        running("a");
        doctored.host.endApplication("a", 1);
        assertThatCode(() -> doctored.commit(report("a", null, 1))).doesNotThrowAnyException();
    }

    @Test
    void s15SeesAnImpostorThatIsReportedAsTheTasksOwn() throws Exception {
        SimulatedContainer ours = running("a");
        doctored.commit(report("a", ours.runtimeId(), 0));
        doctored.host.replaceByImpostor(ours, inPlaceOf(ours));
        String impostor = doctored.host.containers().iterator().next().runtimeId();
        assertThat(impostor).isNotEqualTo(ours.runtimeId());
        violates(Invariant.S15, () -> doctored.commit(report("a", impostor, 0)));
    }

    @Test
    void s8TakesWhatWasSentToTheContainerThatTheImpostorReplaced() throws Exception {
        SimulatedContainer ours = running("a");
        doctored.host.replaceByImpostor(ours, inPlaceOf(ours));
        assertThatCode(() -> doctored.connection(doctored.host).kill("a")).doesNotThrowAnyException();
    }

    @Test
    void s8SeesAnImpostorThatIsEndedWhileItsTaskLives() throws Exception {
        SimulatedContainer ours = running("a");
        doctored.host.replaceByImpostor(ours, inPlaceOf(ours));
        doctored.simulation.runFor(Duration.ofMinutes(9));
        violates(Invariant.S8, () -> doctored.connection(doctored.host).kill("a"));
    }

    @Test
    void s8LetsAnImpostorBeClearedAwayOnceItsTaskIsOver() throws Exception {
        SimulatedContainer ours = running("a");
        doctored.host.replaceByImpostor(ours, inPlaceOf(ours));
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED));
        doctored.simulation.runFor(Duration.ofMinutes(9));
        assertThatCode(() -> doctored.connection(doctored.host).kill("a")).doesNotThrowAnyException();
    }

    @Test
    void l1SeesARunThatIsNotTheOneThatIsCommitted() throws Exception {
        running("a");
        doctored.host.endApplication("a", 1);
        doctored.commit(report("a", null, 1));
        doctored.connection(doctored.host).remove("a");
        doctored.container(doctored.host, "a", PLAIN, "a-again");
        doctored.simulation.runFor(Duration.ofSeconds(1));
        doctored.connection(doctored.host).start("a-again");
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER))
                .anyMatch(text -> text.contains("which is run 0"));
    }
}
