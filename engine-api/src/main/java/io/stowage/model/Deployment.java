package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A deployment of a service: its tasks of one configuration. {@code nextAttemptAt}, {@code consecutiveFailures} and
 * {@code consecutiveCrashes} are not ECS's: they show the back-off under which tasks that keep failing are started again. Nor are
 * {@code completedAt} and {@code rolledBackAt}: what has completed once is what a failed deployment is rolled back to.
 *
 * @param id {@code ecs-svc/<number>}
 * @param status its place in the service
 * @param taskDefinition the ARN of the revision that its tasks run
 * @param desiredCount how many tasks it is to have
 * @param pendingCount derived: its tasks before RUNNING that are wanted RUNNING
 * @param runningCount derived: its tasks that are RUNNING and wanted so
 * @param failedTasks failures that the circuit breaker counts: its tasks that stopped by themselves before they were healthy, or
 *     were stopped because of their health checks; back to 0 with the next task that is healthy, unless the circuit breaker's
 *     {@code resetOnHealthyTask} is false
 * @param createdAt when it was created
 * @param updatedAt when it last changed
 * @param capacityProviderStrategy empty with a launch type
 * @param launchType null with a capacity provider strategy
 * @param platformFamily the operating system of its tasks on FARGATE, such as {@code Linux}; null for others
 * @param platformVersion that of FARGATE, such as {@code 1.4.0}; null for others
 * @param networkConfiguration of its tasks; null for none
 * @param rolloutState how far it has got
 * @param rolloutStateReason ECS's text for it
 * @param nextAttemptAt when the next task is started; null while nothing is held back
 * @param consecutiveFailures failures in a row that the back-off counts; null for none
 * @param consecutiveCrashes tasks in a row that were healthy and ended by themselves soon, which the back-off counts; null for none
 * @param completedAt when it was COMPLETED last; null if it never was
 * @param rolledBackAt when it was gone back to last; null if it never was
 * @param bakesUntil until when it is watched before it is COMPLETED, once all else is there; null before that, or if it isn't
 * @param alarmsIgnored whether its alarms are ignored, because one was in ALARM when it began; null means false
 * @param triggeredAlarmNames the alarms that went off while it was under way
 */
@RecordBuilder
public record Deployment(
        String id,
        DeploymentStatus status,
        String taskDefinition,
        int desiredCount,
        int pendingCount,
        int runningCount,
        int failedTasks,
        Instant createdAt,
        Instant updatedAt,
        List<CapacityProviderStrategyItem> capacityProviderStrategy,
        @Nullable LaunchType launchType,
        @Nullable String platformFamily,
        @Nullable String platformVersion,
        @Nullable NetworkConfiguration networkConfiguration,
        DeploymentRolloutState rolloutState,
        @Nullable String rolloutStateReason,
        @Nullable Instant nextAttemptAt,
        @Nullable Integer consecutiveFailures,
        @Nullable Integer consecutiveCrashes,
        @Nullable Instant completedAt,
        @Nullable Instant rolledBackAt,
        @Nullable Instant bakesUntil,
        @Nullable Boolean alarmsIgnored,
        List<String> triggeredAlarmNames) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Deployment {
        Objects.requireNonNull(id, "Deployment.id is required");
        Objects.requireNonNull(status, "Deployment.status is required");
        Objects.requireNonNull(taskDefinition, "Deployment.taskDefinition is required");
        Objects.requireNonNull(createdAt, "Deployment.createdAt is required");
        Objects.requireNonNull(updatedAt, "Deployment.updatedAt is required");
        capacityProviderStrategy = Copies.listOrEmpty(capacityProviderStrategy);
        triggeredAlarmNames = Copies.listOrEmpty(triggeredAlarmNames);
        Objects.requireNonNull(rolloutState, "Deployment.rolloutState is required");
    }

    /** A builder with every field absent. */
    public static DeploymentBuilder builder() {
        return DeploymentBuilder.builder();
    }

    /** A builder that starts from this value. */
    public DeploymentBuilder toBuilder() {
        return DeploymentBuilder.builder(this);
    }
}
