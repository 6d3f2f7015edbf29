package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.TaskReport;
import io.stowage.model.Container;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportFoldTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Task task(TaskStatus status) {
        return Task.builder()
                .taskArn("arn:task/c/1")
                .clusterArn("arn:cluster/c")
                .taskDefinitionArn("web:1")
                .group("family:web")
                .createdAt(NOW)
                .desiredStatus(status == TaskStatus.STOPPED ? DesiredStatus.STOPPED : DesiredStatus.RUNNING)
                .lastStatus(status)
                .build();
    }

    private static TaskReport report(TaskStatus status, @Nullable TaskStopCode code, @Nullable String reason) {
        return new TaskReport("1", 7, status, HealthStatus.UNKNOWN, List.of(), code, reason, null, null, null);
    }

    private static Task fold(Task task, TaskReport report) {
        TaskBuilder builder = task.toBuilder();
        ReportFold.apply(task, report, NOW.plusSeconds(9), builder);
        return builder.build();
    }

    @Test
    void running_is_when_the_task_started() {
        Task running = fold(task(TaskStatus.PENDING), report(TaskStatus.RUNNING, null, null));
        assertThat(running.lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(running.startedAt()).isEqualTo(NOW.plusSeconds(9));
        assertThat(running.desiredStatus()).isEqualTo(DesiredStatus.RUNNING);
    }

    @Test
    void observed_status_never_goes_back() {
        Task running = task(TaskStatus.RUNNING);
        assertThat(ReportFold.changes(running, report(TaskStatus.ACTIVATING, null, null)))
                .isFalse();
        assertThat(fold(running, report(TaskStatus.ACTIVATING, null, null)).lastStatus())
                .isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void a_stopped_task_never_changes() {
        assertThat(ReportFold.changes(
                        task(TaskStatus.STOPPED),
                        report(TaskStatus.RUNNING, TaskStopCode.TASK_FAILED_TO_START, "late")))
                .isFalse();
    }

    @Test
    void a_task_that_stops_by_itself_is_wanted_no_more_and_says_why() {
        Task stopping = fold(
                task(TaskStatus.RUNNING),
                report(
                        TaskStatus.RUNNING,
                        TaskStopCode.ESSENTIAL_CONTAINER_EXITED,
                        "Essential container in task exited"));
        assertThat(stopping.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(stopping.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(stopping.stoppingAt()).isEqualTo(NOW.plusSeconds(9));
        assertThat(stopping.stoppedAt()).isNull();
    }

    @Test
    void why_it_stops_is_what_was_said_first() {
        Task byUser = task(TaskStatus.RUNNING).toBuilder()
                .desiredStatus(DesiredStatus.STOPPED)
                .stopCode(TaskStopCode.USER_INITIATED)
                .stoppedReason("Task stopped by user")
                .stoppingAt(NOW)
                .build();
        Task stopped = fold(byUser, report(TaskStatus.STOPPED, TaskStopCode.ESSENTIAL_CONTAINER_EXITED, "exited"));
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("Task stopped by user");
        assertThat(stopped.stoppingAt()).isEqualTo(NOW);
        assertThat(stopped.stoppedAt()).isEqualTo(NOW.plusSeconds(9));
    }

    /** The store has lost that it was to stop, so nobody knows who wanted that; certain is that it did not fail. */
    @Test
    void a_task_that_stops_because_it_was_told_to_did_not_fail() {
        Task stopping = fold(task(TaskStatus.RUNNING), report(TaskStatus.STOPPING, null, null));
        assertThat(stopping.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(stopping.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopping.stoppedReason()).contains("told to stop").contains("lost");
    }

    private static Container container(ContainerStatus status, @Nullable String imageDigest) {
        return Container.builder()
                .containerArn("arn:container/c/1/web")
                .taskArn("arn:task/c/1")
                .name("web")
                .image("web")
                .imageDigest(imageDigest)
                .lastStatus(status)
                .build();
    }

    private static TaskReport report(Container container, @Nullable Instant pulled) {
        return new TaskReport(
                "1", 7, TaskStatus.RUNNING, HealthStatus.UNKNOWN, List.of(container), null, null, pulled, pulled, null);
    }

    @Test
    void what_is_known_of_the_images_stays_when_the_agent_was_not_there_when_they_were_pulled() {
        Task running = fold(
                task(TaskStatus.RUNNING), report(container(ContainerStatus.RUNNING, "sha256:1"), NOW.plusSeconds(1)));
        TaskReport adopted = report(container(ContainerStatus.RUNNING, null), null);
        assertThat(ReportFold.changes(running, adopted)).isFalse();
        Task ended = fold(running, report(container(ContainerStatus.STOPPED, null), null));
        assertThat(ended.pullStartedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(ended.pullStoppedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(ended.containers()).containsExactly(container(ContainerStatus.STOPPED, "sha256:1"));
        Task again = fold(running, report(container(ContainerStatus.RUNNING, "sha256:2"), NOW.plusSeconds(2)));
        assertThat(again.containers().get(0).imageDigest()).isEqualTo("sha256:2");
        assertThat(again.pullStartedAt()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void a_report_that_says_nothing_new_changes_nothing() {
        Task task = task(TaskStatus.ACTIVATING);
        assertThat(ReportFold.changes(task, report(TaskStatus.ACTIVATING, null, null)))
                .isFalse();
    }
}
