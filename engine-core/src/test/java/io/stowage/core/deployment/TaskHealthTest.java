package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskHealthTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration FORTY_SECONDS = Duration.ofSeconds(40);

    private static Task task(TaskStatus lastStatus, HealthStatus health) {
        return Task.builder()
                .taskArn("arn:task/1")
                .clusterArn("arn:cluster")
                .taskDefinitionArn("arn:web:1")
                .group("service:web")
                .desiredStatus(DesiredStatus.RUNNING)
                .lastStatus(lastStatus)
                .healthStatus(health)
                .createdAt(STARTED.minusSeconds(100))
                .startedAt(STARTED)
                .build();
    }

    private static boolean healthy(Task task, boolean checked, int secondsAfterStart) {
        return TaskHealth.healthy(task, checked, FORTY_SECONDS, STARTED.plusSeconds(secondsAfterStart));
    }

    @Test
    void withoutAHealthCheckATaskIsHealthyFortySecondsAfterItIsRunning() {
        Task task = task(TaskStatus.RUNNING, HealthStatus.UNKNOWN);
        assertThat(healthy(task, false, 39)).isFalse();
        assertThat(healthy(task, false, 40)).isTrue();
        assertThat(TaskHealth.maturesAt(task, FORTY_SECONDS)).isEqualTo(STARTED.plusSeconds(40));
    }

    @Test
    void withAHealthCheckOnlyItsAnswerCounts() {
        assertThat(healthy(task(TaskStatus.RUNNING, HealthStatus.HEALTHY), true, 0))
                .isTrue();
        assertThat(healthy(task(TaskStatus.RUNNING, HealthStatus.UNKNOWN), true, 1_000))
                .isFalse();
        assertThat(healthy(task(TaskStatus.RUNNING, HealthStatus.UNHEALTHY), true, 1_000))
                .isFalse();
    }

    @Test
    void withoutAHealthCheckATaskTakesTrafficAsSoonAsItIsRunning() {
        assertThat(TaskHealth.takesTraffic(task(TaskStatus.RUNNING, HealthStatus.UNKNOWN), false))
                .isTrue();
        assertThat(TaskHealth.takesTraffic(task(TaskStatus.RUNNING, HealthStatus.UNHEALTHY), false))
                .isFalse();
        assertThat(TaskHealth.takesTraffic(task(TaskStatus.PENDING, HealthStatus.UNKNOWN), false))
                .isFalse();
    }

    @Test
    void withAHealthCheckATaskTakesTrafficWhileItIsHealthy() {
        Task healthy = task(TaskStatus.RUNNING, HealthStatus.HEALTHY);
        assertThat(TaskHealth.takesTraffic(healthy, true)).isTrue();
        assertThat(TaskHealth.takesTraffic(
                        healthy.toBuilder().desiredStatus(DesiredStatus.STOPPED).build(), true))
                .isFalse();
        assertThat(TaskHealth.takesTraffic(task(TaskStatus.RUNNING, HealthStatus.UNKNOWN), true))
                .isFalse();
        assertThat(TaskHealth.takesTraffic(task(TaskStatus.DEACTIVATING, HealthStatus.HEALTHY), true))
                .isFalse();
    }

    @Test
    void onlyARunningTaskIsHealthy() {
        assertThat(healthy(task(TaskStatus.ACTIVATING, HealthStatus.HEALTHY), true, 1_000))
                .isFalse();
        assertThat(healthy(task(TaskStatus.STOPPING, HealthStatus.UNKNOWN), false, 1_000))
                .isFalse();
    }

    @Test
    void aTaskIsCheckedIfAnEssentialContainerIs() {
        assertThat(TaskHealth.checked(definition(container(true, false)))).isFalse();
        assertThat(TaskHealth.checked(definition(container(true, false), container(true, true))))
                .isTrue();
        assertThat(TaskHealth.checked(definition(container(true, false), container(false, true))))
                .isFalse();
        assertThat(TaskHealth.checked(definition(container(null, true)))).isTrue();
    }

    private static ContainerDefinition container(Boolean essential, boolean checked) {
        return ContainerDefinition.builder()
                .name("app")
                .image("app")
                .essential(essential)
                .healthCheck(checked ? HealthCheck.shell("true") : null)
                .build();
    }

    private static TaskDefinition definition(ContainerDefinition... containers) {
        return TaskDefinition.builder()
                .taskDefinitionArn("arn:web:1")
                .family("web")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(containers))
                .build();
    }

    @Test
    void aReadinessCheckOfAnEssentialContainerCountsToo() {
        ContainerDefinition ready = container(true, false).toBuilder()
                .readinessCheck(HealthCheck.shell("true"))
                .build();
        assertThat(TaskHealth.checked(definition(ready))).isTrue();
        assertThat(TaskHealth.checked(
                        definition(ready.toBuilder().essential(false).build(), container(true, false))))
                .isFalse();
    }

    @Test
    void theGracePeriodIsWhatTheServiceSaysOrNone() {
        Service service = Services.of(1, Services.deployment("ecs-svc/1"));
        assertThat(TaskHealth.grace(service)).isZero();
        assertThat(TaskHealth.grace(
                        service.toBuilder().healthCheckGracePeriodSeconds(60).build()))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatDoesNotSaySinceWhenItRunsIsCountedFromItsCreation() {
        Task task = task(TaskStatus.RUNNING, HealthStatus.UNKNOWN).toBuilder()
                .startedAt(null)
                .build();
        assertThat(TaskHealth.maturesAt(task, FORTY_SECONDS)).isEqualTo(STARTED.minusSeconds(60));
        assertThat(healthy(task, false, -61)).isFalse();
        assertThat(healthy(task, false, -60)).isTrue();
    }
}
