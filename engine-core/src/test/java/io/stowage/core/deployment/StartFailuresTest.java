package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartFailuresTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HEALTHY_AFTER = Duration.ofSeconds(40);
    private static final BackoffSettings NO_JITTER =
            new BackoffSettings(Duration.ofSeconds(1), Duration.ofMinutes(27), 0);

    private static Deployment fresh() {
        return Deployment.builder()
                .id("ecs-svc/1")
                .status(DeploymentStatus.PRIMARY)
                .taskDefinition("web:1")
                .createdAt(NOW)
                .updatedAt(NOW)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .build();
    }

    private static Task stopped(TaskStopCode code, @Nullable Instant startedAt) {
        return Task.builder()
                .taskArn("arn:task/c/1")
                .clusterArn("arn:cluster/c")
                .taskDefinitionArn("web:1")
                .group("service:web")
                .createdAt(NOW)
                .desiredStatus(DesiredStatus.STOPPED)
                .lastStatus(TaskStatus.STOPPED)
                .startedAt(startedAt)
                .stoppingAt(NOW.plusSeconds(60))
                .stoppedAt(NOW.plusSeconds(90))
                .stopCode(code)
                .build();
    }

    @Test
    void what_never_ran_has_failed() {
        assertThat(StartFailures.failed(stopped(TaskStopCode.TASK_FAILED_TO_START, null), false, HEALTHY_AFTER))
                .isTrue();
    }

    @Test
    void what_ran_for_less_than_it_takes_to_be_healthy_has_failed() {
        Task task = stopped(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, NOW.plusSeconds(21));
        assertThat(StartFailures.failed(task, false, HEALTHY_AFTER)).isTrue();
    }

    @Test
    void what_ran_long_enough_to_be_healthy_has_not_failed_to_start() {
        Task task = stopped(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, NOW.plusSeconds(20));
        assertThat(StartFailures.failed(task, false, HEALTHY_AFTER)).isFalse();
    }

    @Test
    void with_health_checks_what_was_never_healthy_has_failed_however_long_it_ran() {
        Task ranFor60Seconds = stopped(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, NOW);
        assertThat(StartFailures.failed(ranFor60Seconds, true, HEALTHY_AFTER)).isTrue();
        assertThat(StartFailures.failed(ranFor60Seconds, false, HEALTHY_AFTER)).isFalse();
    }

    @Test
    void with_health_checks_what_was_healthy_has_not_failed_to_start_however_soon_it_ended() {
        Task ranFor20Seconds = stopped(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, NOW.plusSeconds(40)).toBuilder()
                .healthyAt(NOW.plusSeconds(45))
                .build();
        assertThat(StartFailures.failed(ranFor20Seconds, true, HEALTHY_AFTER)).isFalse();
        assertThat(StartFailures.failed(ranFor20Seconds, false, HEALTHY_AFTER)).isTrue();
    }

    @Test
    void what_was_told_to_stop_has_not_failed() {
        assertThat(StartFailures.failed(stopped(TaskStopCode.SERVICE_SCHEDULER_INITIATED, null), false, HEALTHY_AFTER))
                .isFalse();
        assertThat(StartFailures.failed(stopped(TaskStopCode.USER_INITIATED, null), false, HEALTHY_AFTER))
                .isFalse();
    }

    @Test
    void a_task_that_never_ran_delays_the_next_from_the_first_time_on_and_twice_as_long_each_time() {
        Deployment first = StartFailures.after(fresh(), false, NOW, NO_JITTER);
        assertThat(first.nextAttemptAt()).isEqualTo(NOW.plusSeconds(1));
        Deployment second = StartFailures.after(first, false, NOW.plusSeconds(1), NO_JITTER);
        assertThat(second.nextAttemptAt()).isEqualTo(NOW.plusSeconds(3));
        assertThat(second.failedTasks()).isEqualTo(2);
    }

    @Test
    void a_task_that_ran_is_replaced_at_once_the_first_time_and_later_not() {
        Deployment first = StartFailures.after(fresh(), true, NOW, NO_JITTER);
        assertThat(first.nextAttemptAt()).isNull();
        Deployment second = StartFailures.after(first, true, NOW.plusMillis(1), NO_JITTER);
        assertThat(second.nextAttemptAt()).isEqualTo(NOW.plusMillis(1_001));
    }

    @Test
    void tasks_that_ran_and_fail_at_the_same_moment_are_all_replaced_at_once() {
        Deployment first = StartFailures.after(fresh(), true, NOW, NO_JITTER);
        Deployment both = StartFailures.after(first, true, NOW, NO_JITTER);
        assertThat(both.nextAttemptAt()).isNull();
        assertThat(both.consecutiveFailures()).isEqualTo(1);
        assertThat(both.failedTasks()).isEqualTo(2);
        Deployment withOneThatNeverRan = StartFailures.after(both, false, NOW, NO_JITTER);
        assertThat(withOneThatNeverRan.nextAttemptAt()).isAfter(NOW);
    }

    @Test
    void tasks_that_fail_together_count_as_one_attempt() {
        Deployment deployment = fresh();
        for (int i = 0; i < 100; i++) {
            deployment = StartFailures.after(deployment, false, NOW, NO_JITTER);
        }
        assertThat(deployment.nextAttemptAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(deployment.consecutiveFailures()).isEqualTo(1);
        assertThat(deployment.failedTasks()).isEqualTo(100);
    }

    @Test
    void the_delay_ends_at_its_limit() {
        Deployment deployment = fresh();
        Instant now = NOW;
        for (int i = 0; i < 40; i++) {
            deployment = StartFailures.after(deployment, false, now, NO_JITTER);
            now = deployment.nextAttemptAt();
        }
        Deployment last = StartFailures.after(deployment, false, now, NO_JITTER);
        assertThat(Duration.between(now, last.nextAttemptAt())).isEqualTo(Duration.ofMinutes(27));
    }

    @Test
    void a_healthy_task_makes_the_deployment_forget_failures() {
        Deployment failed = StartFailures.after(fresh(), false, NOW, NO_JITTER);
        Deployment reset = StartFailures.reset(failed, true);
        assertThat(reset.nextAttemptAt()).isNull();
        assertThat(reset.consecutiveFailures()).isNull();
        assertThat(reset.failedTasks()).isZero();
        assertThat(StartFailures.reset(fresh(), true)).isEqualTo(fresh());
    }

    @Test
    void also_if_one_of_its_tasks_has_crashed_before() {
        Deployment crashed = fresh().toBuilder().consecutiveCrashes(1).build();
        Deployment failed = StartFailures.after(crashed, false, NOW, NO_JITTER);
        assertThat(failed.nextAttemptAt()).isNotNull();
        assertThat(StartFailures.reset(failed, true).nextAttemptAt()).isNull();
        Deployment waits =
                crashed.toBuilder().consecutiveCrashes(2).nextAttemptAt(NOW).build();
        assertThat(StartFailures.reset(waits, true).nextAttemptAt()).isEqualTo(NOW);
    }

    @Test
    void but_not_their_number_if_that_is_not_asked_for() {
        Deployment failed = StartFailures.after(fresh(), false, NOW, NO_JITTER);
        Deployment reset = StartFailures.reset(failed, false);
        assertThat(reset.consecutiveFailures()).isNull();
        assertThat(reset.failedTasks()).isEqualTo(1);
    }

    @Test
    void what_was_stopped_because_of_its_health_checks_failed_them() {
        Task stopped = stopped(TaskStopCode.SERVICE_SCHEDULER_INITIATED, NOW);
        assertThat(StartFailures.failedHealthChecks(stopped)).isFalse();
        Task unhealthy = stopped.toBuilder()
                .stoppedReason("Task failed container health checks")
                .build();
        assertThat(StartFailures.failedHealthChecks(unhealthy)).isTrue();
        assertThat(StartFailures.failedHealthChecks(unhealthy.toBuilder()
                        .stopCode(TaskStopCode.USER_INITIATED)
                        .build()))
                .isFalse();
    }

    @Test
    void a_failure_that_is_only_counted_delays_nothing() {
        Deployment failed = StartFailures.counted(fresh(), NOW.plusSeconds(5));
        assertThat(failed.failedTasks()).isEqualTo(1);
        assertThat(failed.updatedAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(failed.consecutiveFailures()).isNull();
        assertThat(failed.nextAttemptAt()).isNull();
    }

    @Test
    void failures_of_either_kind_are_overcome_by_what_is_healthy_after_them() {
        assertThat(StartFailures.overcome(fresh(), NOW.plusSeconds(1))).isFalse();
        Deployment counted = StartFailures.counted(fresh(), NOW);
        assertThat(StartFailures.overcome(counted, NOW)).isFalse();
        assertThat(StartFailures.overcome(counted, NOW.plusSeconds(1))).isTrue();
        Deployment cumulative = StartFailures.reset(StartFailures.after(fresh(), false, NOW, NO_JITTER), false);
        assertThat(StartFailures.overcome(cumulative, NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void what_was_healthy_and_ended_by_itself_has_crashed() {
        Task ranFor40Seconds = stopped(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, NOW.plusSeconds(20));
        assertThat(StartFailures.crashed(ranFor40Seconds, false, HEALTHY_AFTER)).isTrue();
        assertThat(StartFailures.crashed(ranFor40Seconds, true, HEALTHY_AFTER)).isFalse();
        Task wasHealthy =
                ranFor40Seconds.toBuilder().healthyAt(NOW.plusSeconds(30)).build();
        assertThat(StartFailures.crashed(wasHealthy, true, HEALTHY_AFTER)).isTrue();
        assertThat(StartFailures.crashed(
                        stopped(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, NOW.plusSeconds(21)), false, HEALTHY_AFTER))
                .isFalse();
        assertThat(StartFailures.crashed(stopped(TaskStopCode.USER_INITIATED, NOW), false, HEALTHY_AFTER))
                .isFalse();
    }

    @Test
    void how_long_it_ran_ends_when_it_began_to_stop_or_else_when_it_was_stopped() {
        Task task = stopped(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, NOW);
        assertThat(StartFailures.ran(task, Duration.ofSeconds(60))).isTrue();
        assertThat(StartFailures.ran(task, Duration.ofSeconds(61))).isFalse();
        Task atOnce = task.toBuilder().stoppingAt(null).build();
        assertThat(StartFailures.ran(atOnce, Duration.ofSeconds(90))).isTrue();
        assertThat(StartFailures.ran(atOnce, Duration.ofSeconds(91))).isFalse();
        assertThat(StartFailures.ran(atOnce.toBuilder().stoppedAt(null).build(), Duration.ZERO))
                .isFalse();
        assertThat(StartFailures.ran(stopped(TaskStopCode.TASK_FAILED_TO_START, null), Duration.ZERO))
                .isFalse();
    }
}
