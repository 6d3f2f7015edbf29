package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.TaskBucket;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Within the service's healthCheckGracePeriodSeconds a task that is UNHEALTHY counts as not healthy yet, and not as unhealthy. */
class GracePeriodTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    /** What has health checks. */
    private static final int CHECKED = 3;

    private final StateRig rig = new StateRig();
    private Instant now = STARTED;

    /** A task with health checks has just become RUNNING. */
    @BeforeEach
    void run() {
        rig.commit(STARTED, transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(CHECKED));
            transaction.putService(StateFixture.service("shop", CHECKED).toBuilder()
                    .healthCheckGracePeriodSeconds(60)
                    .build());
            transaction.addTask(StateFixture.task("t1", "i1", "shop", CHECKED, STARTED));
            transaction.changeTask(
                    "t1", task -> task.lastStatus(TaskStatus.RUNNING).startedAt(STARTED));
        });
    }

    private void after(int seconds) {
        now = STARTED.plusSeconds(seconds);
        rig.state().mature(shop(rig.state()), now);
    }

    private void health(HealthStatus health) {
        rig.commit(now, transaction -> transaction.changeTask("t1", task -> task.healthStatus(health)));
    }

    private void grace(@Nullable Integer seconds) {
        rig.commit(
                now,
                transaction -> transaction.putService(shop(rig.state()).record().toBuilder()
                        .healthCheckGracePeriodSeconds(seconds)
                        .build()));
    }

    private static ServiceState shop(ClusterState state) {
        return Objects.requireNonNull(state.service("shop"));
    }

    /** Where the task is, here and for the next engine. */
    private void assertIn(TaskBucket bucket) {
        ClusterState read = rig.read();
        read.mature(shop(read), now);
        assertThat(bucket(rig.state())).isEqualTo(bucket);
        assertThat(bucket(read)).isEqualTo(bucket);
    }

    private static TaskBucket bucket(ClusterState state) {
        return Objects.requireNonNull(state.tasks.get("t1").bucket);
    }

    @Test
    void anUnhealthyTaskIsUnhealthyWhenTheTimeIsOver() {
        health(HealthStatus.UNHEALTHY);
        assertIn(TaskBucket.STARTED);
        assertThat(shop(rig.state()).nextMaturity()).isEqualTo(STARTED.plusSeconds(60));
        after(59);
        assertIn(TaskBucket.STARTED);
        after(60);
        assertIn(TaskBucket.UNHEALTHY);
    }

    @Test
    void aTaskThatTurnsUnhealthyLaterIsUnhealthyAtOnce() {
        after(60);
        health(HealthStatus.UNHEALTHY);
        assertIn(TaskBucket.UNHEALTHY);
    }

    @Test
    void aHealthyTaskCountsFromTheBeginning() {
        health(HealthStatus.HEALTHY);
        assertIn(TaskBucket.HEALTHY);
        after(60);
        assertIn(TaskBucket.HEALTHY);
    }

    @Test
    void aTaskThatRecoversInTimeWasNeverUnhealthy() {
        health(HealthStatus.UNHEALTHY);
        health(HealthStatus.HEALTHY);
        after(60);
        assertIn(TaskBucket.HEALTHY);
    }

    @Test
    void anotherPeriodHoldsForTasksThatRunAlready() {
        health(HealthStatus.UNHEALTHY);
        grace(null);
        assertIn(TaskBucket.UNHEALTHY);
        grace(10);
        assertIn(TaskBucket.STARTED);
        after(10);
        assertIn(TaskBucket.UNHEALTHY);
        grace(11);
        assertIn(TaskBucket.STARTED);
        assertThat(shop(rig.state()).nextMaturity()).isEqualTo(STARTED.plusSeconds(11));
    }

    @Test
    void aPeriodThatIsTakenBackIsAsBefore() {
        health(HealthStatus.UNHEALTHY);
        rig.commit(now, transaction -> {
            transaction.savepoint();
            transaction.putService(shop(rig.state()).record().toBuilder()
                    .healthCheckGracePeriodSeconds(0)
                    .build());
            assertThat(bucket(rig.state())).isEqualTo(TaskBucket.UNHEALTHY);
            transaction.rollback();
        });
        assertIn(TaskBucket.STARTED);
        after(60);
        assertIn(TaskBucket.UNHEALTHY);
    }

    @Test
    void theLongestPeriodThatThereIsIsNotTooLong() {
        grace(Integer.MAX_VALUE);
        health(HealthStatus.UNHEALTHY);
        after(1_000_000);
        assertIn(TaskBucket.STARTED);
    }
}
