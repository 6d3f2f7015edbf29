package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.TaskBucket;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where a task stands in its deployment. */
class BucketsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    private static TaskDefinition definition(boolean checked) {
        TaskDefinition plain = StateFixture.definition(1);
        ContainerDefinition main = plain.containerDefinitions().get(0).toBuilder()
                .healthCheck(checked ? HealthCheck.shell("check") : null)
                .build();
        return plain.toBuilder().containerDefinitions(List.of(main)).build();
    }

    /** A service with a PENDING task. */
    private void begin(boolean checked) {
        rig.commit(NOW, transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(definition(checked));
            transaction.putService(StateFixture.service("shop", 1));
            transaction.addTask(StateFixture.task("t1", "i1", "shop", 1, NOW));
        });
    }

    private void drain(ContainerInstanceStatus status) {
        rig.commit(NOW, transaction -> transaction.putInstance(StateFixture.instance("i1", "z1", status)));
    }

    private void run(HealthStatus health) {
        rig.commit(
                NOW,
                transaction -> transaction.changeTask(
                        "t1",
                        task -> task.lastStatus(TaskStatus.RUNNING)
                                .startedAt(NOW)
                                .healthStatus(health)));
    }

    private ServiceState shop() {
        return Objects.requireNonNull(state.service("shop"));
    }

    private boolean becameHealthy() {
        return shop().becameHealthy("ecs-svc/shop1");
    }

    /** Where the only task is, as often as it is there. */
    private List<TaskBucket> buckets() {
        DeploymentState deployment = Objects.requireNonNull(shop().deployment("ecs-svc/shop1"));
        List<TaskBucket> buckets = new ArrayList<>();
        for (TaskBucket bucket : TaskBucket.values()) {
            for (int i = 0; i < deployment.count(bucket); i++) {
                buckets.add(bucket);
            }
        }
        return buckets;
    }

    private void assertDrains(TaskBucket as, TaskBucket andBack) {
        assertThat(buckets()).containsExactly(andBack);
        drain(ContainerInstanceStatus.DRAINING);
        assertThat(buckets()).containsExactly(as);
        drain(ContainerInstanceStatus.ACTIVE);
        assertThat(buckets()).containsExactly(andBack);
    }

    @Test
    void aTaskWithoutHealthChecksIsHealthyWhenItHasRunLongEnough() {
        begin(false);
        assertDrains(TaskBucket.DRAINING_PENDING, TaskBucket.PENDING);
        run(HealthStatus.UNKNOWN);
        assertDrains(TaskBucket.DRAINING_STARTED, TaskBucket.STARTED);
        assertThat(becameHealthy()).isFalse();
        state.mature(shop(), NOW.plus(StateRig.MATURITY));
        assertDrains(TaskBucket.DRAINING_HEALTHY, TaskBucket.HEALTHY);
        assertThat(becameHealthy()).isTrue();
    }

    @Test
    void aTaskWithHealthChecksIsAsHealthyAsTheySay() {
        begin(true);
        assertDrains(TaskBucket.DRAINING_PENDING, TaskBucket.PENDING);
        run(HealthStatus.UNKNOWN);
        state.mature(shop(), NOW.plus(StateRig.MATURITY));
        assertDrains(TaskBucket.DRAINING_STARTED, TaskBucket.STARTED);
        run(HealthStatus.UNHEALTHY);
        assertDrains(TaskBucket.DRAINING_STARTED, TaskBucket.UNHEALTHY);
        assertThat(becameHealthy()).isFalse();
        run(HealthStatus.HEALTHY);
        assertDrains(TaskBucket.DRAINING_HEALTHY, TaskBucket.HEALTHY);
        assertThat(becameHealthy()).isTrue();
    }

    @Test
    void aTaskThatStaysHealthyWhileItsInstanceDrainsDidNotBecomeSo() {
        begin(true);
        run(HealthStatus.HEALTHY);
        shop().forgetBecameHealthy();
        assertDrains(TaskBucket.DRAINING_HEALTHY, TaskBucket.HEALTHY);
        assertThat(becameHealthy()).isFalse();
        run(HealthStatus.UNHEALTHY);
        run(HealthStatus.HEALTHY);
        assertThat(becameHealthy()).isTrue();
    }

    @Test
    void aTaskThatIsToStopIsNowhere() {
        begin(false);
        run(HealthStatus.UNKNOWN);
        rig.commit(NOW, transaction -> transaction.changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED)));
        assertThat(buckets()).isEmpty();
        assertThat(shop().nextMaturity()).isNull();
        assertThat(shop().unreleasedCount()).isEqualTo(1);
    }

    @Test
    void aTaskThatRanLongEnoughBeforeItWasHeardOfIsHealthyAtOnce() {
        begin(false);
        rig.commit(
                NOW.plus(StateRig.MATURITY),
                transaction -> transaction.changeTask(
                        "t1", task -> task.lastStatus(TaskStatus.RUNNING).startedAt(NOW)));
        assertThat(buckets()).containsExactly(TaskBucket.HEALTHY);
        assertThat(becameHealthy()).isTrue();
    }

    @Test
    void aTaskThatWasNotToldToBeStartedAtAnyTimeRunsSinceItWasCreated() {
        begin(false);
        rig.commit(NOW, transaction -> transaction.changeTask("t1", task -> task.lastStatus(TaskStatus.RUNNING)));
        assertThat(shop().nextMaturity()).isEqualTo(NOW.plus(StateRig.MATURITY));
    }
}
