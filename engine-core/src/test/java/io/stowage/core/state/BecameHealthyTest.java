package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a deployment has a task that became healthy is known by the next engine, too, as far as it matters: while failures are counted. */
class BecameHealthyTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant HEALTHY = STARTED.plus(StateRig.MATURITY);

    private final StateRig rig = new StateRig();

    /** A task runs, and failures were counted, the last one at some time; later than that is something else committed. */
    private void committed(@Nullable Integer failures, Instant lastFailure, Instant later) {
        rig.commit(STARTED, transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            Service service = StateFixture.service("shop", 1);
            Deployment counted = service.deployments().get(0).toBuilder()
                    .consecutiveFailures(failures)
                    .updatedAt(lastFailure)
                    .build();
            transaction.putService(
                    service.toBuilder().deployments(List.of(counted)).build());
            transaction.addTask(StateFixture.task("t1", "i1", "shop", 1, STARTED));
            transaction.changeTask(
                    "t1", task -> task.lastStatus(TaskStatus.RUNNING).startedAt(STARTED));
        });
        rig.commit(later, transaction -> transaction.putToken(new ClientToken("token", "", List.of(), later)));
    }

    private static boolean becameHealthy(ClusterState state) {
        return Objects.requireNonNull(state.service("shop")).becameHealthy("ecs-svc/shop1");
    }

    @Test
    void aTaskThatBecameHealthyBeforeTheStateWasReadDidSoIfItWasAfterTheLastFailure() {
        committed(5, HEALTHY.minusSeconds(1), HEALTHY);
        assertThat(becameHealthy(rig.read())).isTrue();
    }

    @Test
    void aTaskThatWasHealthyWhenTheLastOneFailedHasNotBecomeSo() {
        committed(5, HEALTHY, HEALTHY.plusSeconds(1));
        assertThat(becameHealthy(rig.read())).isFalse();
    }

    @Test
    void nothingHasToBeKnownWhereNoFailuresAreCounted() {
        committed(null, STARTED, HEALTHY);
        assertThat(becameHealthy(rig.read())).isFalse();
    }

    @Test
    void aTaskThatHasNotRunForLongEnoughBecomesHealthyWhenItHas() {
        committed(5, STARTED, HEALTHY.minusNanos(1));
        ClusterState read = rig.read();
        assertThat(becameHealthy(read)).isFalse();
        read.mature(Objects.requireNonNull(read.service("shop")), HEALTHY);
        assertThat(becameHealthy(read)).isTrue();
    }

    /** A task with health checks is committed as HEALTHY, and the engine ends before the service has its turn. */
    private void committedChecked(Instant lastFailure, Instant healthyAt) {
        int checked = 3;
        rig.commit(STARTED, transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(checked));
            Service service = StateFixture.service("shop", checked);
            Deployment counted = service.deployments().get(0).toBuilder()
                    .failedTasks(2)
                    .updatedAt(lastFailure)
                    .build();
            transaction.putService(
                    service.toBuilder().deployments(List.of(counted)).build());
            transaction.addTask(StateFixture.task("t1", "i1", "shop", checked, STARTED));
        });
        rig.commit(
                healthyAt,
                transaction -> transaction.changeTask(
                        "t1",
                        task -> task.lastStatus(TaskStatus.RUNNING)
                                .startedAt(STARTED)
                                .healthStatus(HealthStatus.HEALTHY)
                                .healthyAt(healthyAt)));
    }

    private static boolean checkedBecameHealthy(ClusterState state) {
        ServiceState shop = Objects.requireNonNull(state.service("shop"));
        return shop.becameHealthy(shop.record().deployments().get(0).id());
    }

    @Test
    void aTaskThatItsHealthChecksMadeHealthyAfterTheLastFailureDidSo() {
        committedChecked(STARTED.plusSeconds(1), STARTED.plusSeconds(2));
        assertThat(checkedBecameHealthy(rig.read())).isTrue();
    }

    @Test
    void andOneThatWasHealthyBeforeItHasNot() {
        committedChecked(STARTED.plusSeconds(2), STARTED.plusSeconds(2));
        assertThat(checkedBecameHealthy(rig.read())).isFalse();
    }
}
