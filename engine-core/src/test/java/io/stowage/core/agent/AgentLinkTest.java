package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.host;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.FakeRuntime.Fault;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The agent's connections: with its host, and with the control plane. */
final class AgentLinkTest {

    private final AgentRig rig = new AgentRig();

    @Test
    void saysWhatTheHostIs() {
        rig.world.settle();

        assertThat(rig.agent.description().join().runtimeVersion()).isEqualTo("fake-1");
        assertThat(rig.connections).containsExactly("true fake-1");
    }

    @Test
    void connectsAgainAndAgain() {
        rig.agent.close();
        rig.world.settle();
        rig.connections.clear();
        rig.refusesConnections = true;
        rig.attach();
        rig.pass(100);
        assertThat(rig.connections).containsExactly("false ContainerRuntimeError: out of reach");
        assertThat(rig.agent.description()).isNotDone();

        rig.refusesConnections = false;
        rig.pass(31);

        assertThat(rig.connections).hasSize(2).last().isEqualTo("true fake-1");
        assertThat(rig.agent.description()).isCompleted();
    }

    @Test
    void losesItsHostAndStopsNothing() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.runtime.unreachable = true;
        rig.pass(30);
        assertThat(rig.connections).hasSize(1);

        rig.pass(20);
        assertThat(rig.connections).hasSize(2);
        assertThat(rig.connections.get(1)).startsWith("false the containers could not be listed for 30 s: ");
        rig.pass(600);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        rig.batches.clear();

        rig.runtime.unreachable = false;
        rig.pass(60);

        assertThat(rig.connections).hasSize(3).last().isEqualTo("true fake-1");
        assertThat(rig.batches).hasSize(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.runtime.containers).containsKey(host("web"));
    }

    @Test
    void goesOnStartingWhenItsHostIsBack() {
        rig.runtime.next("create", Fault.LOST_REPLY);
        rig.world.settle();
        rig.agent.manifest(List.of(order(container("web"))));
        rig.runtime.unreachable = true;
        rig.pass(900);
        assertThat(rig.latest.get(Samples.TASK_ID).lastStatus()).isEqualTo(TaskStatus.ACTIVATING);

        rig.runtime.unreachable = false;
        rig.pass(60);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.runtime.created).hasSize(1);
    }

    @Test
    void sendsAReportAgainUntilItIsAcknowledged() {
        rig.acknowledges = false;
        rig.manifest(order(container("web")));
        TaskReport last = rig.report();
        rig.batches.clear();

        rig.pass(11);
        assertThat(rig.batches).containsExactly(List.of(last), List.of(last));

        rig.agent.acknowledge(Map.of(Samples.TASK_ID, last.sequence() - 1));
        rig.pass(5);
        assertThat(rig.batches).hasSize(3);

        rig.agent.acknowledge(Map.of(Samples.TASK_ID, last.sequence()));
        rig.pass(60);
        assertThat(rig.batches).hasSize(3);
    }

    @Test
    void saysNothingWhenNothingChanges() {
        rig.manifest(order(container("web")));
        rig.batches.clear();
        rig.runtime.log.clear();

        rig.pass(100);

        assertThat(rig.batches).isEmpty();
        assertThat(rig.runtime.log).containsOnly("list ").hasSize(10);
    }

    @Test
    void reportsEverythingOnceForANewManifest() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.batches.clear();

        rig.manifest(order);
        rig.pass(30);

        assertThat(rig.batches).hasSize(1);
        assertThat(rig.batches.get(0).get(0).lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void tellsProgressAfterAMomentAndInOnePiece() {
        rig.runtime.next("pull", Fault.SILENCE);
        rig.manifest(
                order("1", Samples.definition(container("web"))), order("2", Samples.definition(container("web"))));
        assertThat(rig.batches).isEmpty();

        rig.pass(1);

        assertThat(rig.batches).hasSize(1);
        assertThat(rig.batches.get(0))
                .extracting(TaskReport::lastStatus)
                .containsExactly(TaskStatus.ACTIVATING, TaskStatus.ACTIVATING);
    }

    @Test
    void tellsAtOnceThatATaskRuns() {
        rig.manifest(order(container("web")));

        assertThat(rig.batches).hasSize(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        rig.pass(30);
        assertThat(rig.batches).hasSize(1);
    }

    @Test
    void doesNothingOnceClosed() {
        TaskOrder order = order(container("web"));
        rig.manifest(order);
        rig.runtime.log.clear();
        rig.agent.close();
        rig.order(stopped(order));
        rig.pass(100);

        assertThat(rig.runtime.log).containsExactly("close");
        assertThat(rig.runtime.containers).hasSize(1);
    }

    @Test
    void checksHealthByItself() {
        HealthCheck check = new HealthCheck(List.of("CMD-SHELL", "curl localhost"), 10, 2, 2, null);
        rig.runtime.checkResults.addAll(List.of(0, 1, 1, 0));
        rig.manifest(order(container("web").healthCheck(check), container("unchecked")));
        rig.pass(9);
        assertThat(rig.runtime.calls("run")).isZero();
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.UNKNOWN);

        rig.pass(2);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);
        rig.pass(10);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);
        rig.pass(10);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        rig.pass(10);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void countsNoCheckThatIsNotAnswered() {
        HealthCheck check = new HealthCheck(List.of("CMD", "check"), 10, 2, 1, null);
        rig.manifest(order(container("web").healthCheck(check)));
        rig.pass(11);
        rig.runtime.next("run", Fault.SILENCE, Fault.SILENCE);

        rig.pass(60);

        assertThat(rig.runtime.calls("run")).isGreaterThan(2);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void triesNoLongerWhereTheHostCanNeverBeReached() {
        rig.agent.close();
        rig.world.settle();
        rig.connections.clear();
        rig.neverConnects = new IllegalArgumentException("there is no socket at /nowhere");
        rig.attach();
        rig.world.settle();
        assertThat(rig.connections).containsExactly("false there is no socket at /nowhere");
        assertThat(rig.agent.description())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(rig.neverConnects);

        rig.neverConnects = null;
        rig.pass(600);
        assertThat(rig.connections).hasSize(1);
    }

    @Test
    void isClosedOnceItsConnectionIs() {
        rig.world.settle();
        CompletableFuture<Void> closed = rig.agent.closed();
        assertThat(closed).isNotDone();
        rig.agent.close();
        assertThat(closed).isNotDone();
        rig.world.settle();
        assertThat(closed).isCompleted();
        assertThat(rig.runtime.log).endsWith("close");
    }

    @Test
    void oneThatIsClosedBeforeItHasReachedItsHostSaysSo() {
        rig.agent.close();
        rig.world.settle();
        rig.refusesConnections = true;
        rig.attach();
        rig.agent.close();
        rig.world.settle();
        assertThat(rig.agent.closed()).isCompleted();
        assertThat(rig.agent.description())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("container instance instance-1 was closed before it had reached its host");
    }

    @Test
    void aCheckThatCanNotEvenBeStartedHasFailed() {
        HealthCheck check = new HealthCheck(List.of("CMD", "check"), 10, 2, 1, null);
        rig.manifest(order(container("web").healthCheck(check)));
        rig.runtime.next(
                "run",
                Fault.refusal(ContainerRuntimeException.retryable(Category.ContainerRuntimeError, "no such program")));
        rig.pass(11);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
        rig.pass(10);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void whatIsNotReadyCountsForNothingUntilItIs() {
        HealthCheck check = new HealthCheck(List.of("CMD", "ready"), 10, 2, 1, null);
        rig.runtime.checkResults.addAll(List.of(1, 0));
        rig.manifest(order(container("web").readinessCheck(check), container("plain")));
        assertThat(rig.container("web").ready()).isFalse();
        assertThat(rig.container("plain").ready()).isNull();
        rig.pass(11);
        assertThat(rig.runtime.calls("run")).isEqualTo(1);
        assertThat(rig.container("web").ready()).isFalse();
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.UNKNOWN);
        rig.pass(10);
        assertThat(rig.container("web").ready()).isTrue();
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.HEALTHY);
    }
}
