package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.StopTask;
import io.stowage.core.state.Resources;
import io.stowage.error.ServerException;
import io.stowage.model.Deployment;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Resource;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One part of a turn that fails takes no other with it. */
class SetAsideTest {

    private final LoopRig rig = LoopRig.open();

    @Test
    void anOperationThatFailsIsAnsweredAndUndoneAndTheOthersGoOn() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        ClusterOperation<String> faulty = turn -> {
            turn.transaction().changeTask(task, change -> change.desiredStatus(DesiredStatus.STOPPED));
            throw new IllegalStateException("a defect");
        };

        int commits = rig.store.commits().size();
        int orders = agent.orders.size();
        var before = rig.submit(LoopRig.runTask());
        var failed = rig.submit(faulty);
        var after = rig.submit(LoopRig.runTask());
        rig.world.settle();

        assertThat(LoopRig.answer(before).tasks()).hasSize(1);
        assertThat(LoopRig.answer(after).tasks()).hasSize(1);
        assertThatThrownBy(() -> LoopRig.answer(failed))
                .hasCauseInstanceOf(ServerException.class)
                .hasMessageContaining("a defect")
                .hasMessageContaining("nothing was changed");
        assertThat(rig.store.commits()).hasSize(commits + 1);
        assertThat(agent.orders).hasSize(orders + 2);
        assertThat(Objects.requireNonNull(rig.task(task)).desiredStatus()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(rig.loop.failedParts()).isEqualTo(1);
    }

    /** Settings under which the failure of a service's task can't be counted. */
    @SuppressWarnings("NullAway")
    private static LoopSettings faulty() {
        LoopSettings well = LoopRig.SETTINGS;
        return new LoopSettings(
                well.arnPrefix(),
                well.lease(),
                well.retention(),
                well.healthyAfterRunning(),
                new LoopSettings.ServiceSettings(well.services().reconcile(), null, null),
                well.limits());
    }

    @Test
    void aReportThatCanNotBeFoldedIsSetAsideAndTriedAgain() {
        LoopRig rig = LoopRig.open(faulty());
        NotedAgent agent = rig.instance("one");
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        String odd = agent.orders.get(0).taskId();
        String well = rig.run();
        agent.report(odd, TaskStatus.STOPPED, 7, List.of());
        agent.report(well, TaskStatus.RUNNING);
        rig.world.settle();

        assertThat(Objects.requireNonNull(rig.task(well)).lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(Objects.requireNonNull(rig.task(odd)).lastStatus()).isEqualTo(TaskStatus.PENDING);
        assertThat(agent.acknowledged).containsKey(well).doesNotContainKey(odd);
        assertThat(rig.loop.health().lastError()).contains("the report of task " + odd + " failed 1 times");

        // Said again at once it is not looked at, later it is.
        agent.report(odd, TaskStatus.STOPPED, 7, List.of());
        rig.world.settle();
        assertThat(rig.loop.failedParts()).isEqualTo(1);
        rig.pass(Duration.ofSeconds(5));
        agent.report(odd, TaskStatus.STOPPED, 7, List.of());
        rig.world.settle();
        assertThat(rig.loop.failedParts()).isEqualTo(2);

        rig.pass(Duration.ofSeconds(5));
        agent.report(odd, TaskStatus.RUNNING, 8, List.of());
        rig.world.settle();
        assertThat(agent.acknowledged).containsEntry(odd, 8L);
        assertThat(rig.loop.health().lastError()).isNull();
    }

    /** An ACTIVE service without any deployment can't be decided. */
    private static ClusterOperation<List<Deployment>> deploymentsOf(String service, List<Deployment> deployments) {
        return turn -> {
            Service record =
                    Objects.requireNonNull(turn.state().service(service)).record();
            turn.transaction()
                    .putService(record.toBuilder().deployments(deployments).build());
            return record.deployments();
        };
    }

    @Test
    void aServiceThatCanNotBeDecidedIsSkippedAndTriedAgain() {
        rig.instance("one");
        rig.ask(LoopRig.service("odd", 0));
        List<Deployment> deployments = rig.ask(deploymentsOf("odd", List.of()));
        rig.ask(LoopRig.service("well", 1));
        rig.world.settle();

        assertThat(Objects.requireNonNull(rig.service("well")).pendingCount()).isEqualTo(1);
        assertThat(rig.loop.health().lastError()).contains("the decision for service odd failed");

        long failures = rig.loop.failedParts();
        rig.pass(Duration.ofMinutes(10));
        assertThat(rig.loop.failedParts() - failures).isBetween(10L, 17L);

        // Changed for the better, it is decided at the next attempt.
        rig.ask(deploymentsOf("odd", deployments));
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void aServiceThatIsGoneIsNamedNoMore() {
        rig.ask(LoopRig.service("odd", 0));
        rig.ask(deploymentsOf("odd", List.of()));
        assertThat(rig.loop.health().lastError()).contains("service odd");
        rig.ask(turn -> {
            turn.transaction().deleteService("odd");
            return "done";
        });
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void aChangeThatBreaksOffInTheMiddleHasTheStateReadAnew() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        ClusterOperation<String> breaking = turn -> {
            var instance = Objects.requireNonNull(turn.state().instance(agent.instanceId))
                    .record();
            turn.transaction()
                    .putInstance(instance.toBuilder()
                            .registeredResources(List.of(Resource.stringSet(Resources.PORTS, List.of("many"))))
                            .build());
            return "done";
        };
        var failed = rig.submit(breaking);
        rig.world.settle();
        assertThatThrownBy(() -> LoopRig.answer(failed)).hasCauseInstanceOf(ServerException.class);

        rig.pass(Duration.ofSeconds(2));
        Task stopped = rig.ask(new StopTask(new io.stowage.StopTaskRequest(null, task, null)));
        assertThat(stopped.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(rig.loop.health().lastError()).isNull();
    }
}
