package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.AwaitedDeployment;
import io.stowage.DeploymentResult;
import io.stowage.core.deployment.RolloutReasons;
import io.stowage.core.operation.DeploymentProgress;
import io.stowage.core.state.ServiceHistory;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DesiredStatus;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentCircuitBreaker;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.ServiceRevisionSummary;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentQuestionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static ServiceDeployment deployment(ServiceDeploymentStatus status, @Nullable String reason) {
        return ServiceDeployment.builder()
                .serviceDeploymentArn("arn:service-deployment/c/web/1")
                .serviceArn("arn:service/c/web")
                .clusterArn("arn:cluster/c")
                .createdAt(NOW)
                .startedAt(NOW)
                .updatedAt(NOW)
                .targetServiceRevision(new ServiceRevisionSummary("arn:service-revision/c/web/1", 1, 0, 0))
                .status(status)
                .statusReason(reason)
                .deploymentConfiguration(DeploymentConfiguration.defaults())
                .deploymentCircuitBreaker(
                        new ServiceDeploymentCircuitBreaker(ServiceDeploymentRollbackMonitorsStatus.DISABLED, 0, 3))
                .build();
    }

    static Stream<Arguments> ends() {
        String failed = RolloutReasons.breakerFired();
        return Stream.of(
                Arguments.of(ServiceDeploymentStatus.SUCCESSFUL, "completed", DeploymentResult.COMPLETED),
                Arguments.of(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL, "completed", DeploymentResult.ROLLED_BACK),
                Arguments.of(ServiceDeploymentStatus.STOPPED, failed, DeploymentResult.FAILED),
                Arguments.of(ServiceDeploymentStatus.STOPPED, RolloutReasons.stopped(), DeploymentResult.STOPPED),
                Arguments.of(ServiceDeploymentStatus.STOPPED, ServiceHistory.DELETED, DeploymentResult.STOPPED),
                Arguments.of(ServiceDeploymentStatus.STOPPED, ServiceHistory.SUPERSEDED, DeploymentResult.SUPERSEDED),
                Arguments.of(
                        ServiceDeploymentStatus.ROLLBACK_FAILED,
                        ServiceHistory.SUPERSEDED,
                        DeploymentResult.SUPERSEDED),
                Arguments.of(ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS, failed, DeploymentResult.IN_PROGRESS),
                Arguments.of(ServiceDeploymentStatus.IN_PROGRESS, null, DeploymentResult.IN_PROGRESS));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void eachEndHasItsName(ServiceDeploymentStatus status, @Nullable String reason, DeploymentResult result) {
        DeploymentProgress.Answer seen = new DeploymentProgress.Answer(deployment(status, reason), List.of());
        AwaitedDeployment answer = DeploymentQuestion.answer(seen);
        assertThat(answer.result()).isEqualTo(result);
        assertThat(answer.reasons()).hasSize(result == DeploymentResult.COMPLETED ? 0 : 1);
    }

    @Test
    void whatFailedIsTold() {
        Task task = Task.builder()
                .taskArn("arn:task/c/1")
                .clusterArn("arn:cluster/c")
                .taskDefinitionArn("web:1")
                .group("service:web")
                .createdAt(NOW)
                .desiredStatus(DesiredStatus.STOPPED)
                .lastStatus(TaskStatus.STOPPED)
                .stoppedReason("Essential container in task exited")
                .build();
        DeploymentProgress.Answer seen = new DeploymentProgress.Answer(
                deployment(ServiceDeploymentStatus.STOPPED, RolloutReasons.breakerFired()), List.of(task));
        assertThat(DeploymentQuestion.answer(seen).reasons())
                .containsExactly(
                        "The deployment is STOPPED: ECS deployment circuit breaker: task failed to start.",
                        "Task arn:task/c/1 is STOPPED: Essential container in task exited.");
    }
}
