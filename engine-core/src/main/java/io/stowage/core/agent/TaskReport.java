package io.stowage.core.agent;

import io.stowage.model.Container;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has seen of one task. The latest report of a task says everything; an earlier one can be dropped.
 *
 * @param sequence rises with each report of this agent; acknowledged by the control plane after it committed what the report says
 * @param lastStatus never lower than in an earlier report
 * @param stopCode why the task stops by itself; null while it doesn't, or when it stops because that is desired
 * @param stoppedReason the text for {@code stoppedReason}; null where {@code stopCode} is
 */
public record TaskReport(
        String taskId,
        long sequence,
        TaskStatus lastStatus,
        HealthStatus healthStatus,
        List<Container> containers,
        @Nullable TaskStopCode stopCode,
        @Nullable String stoppedReason,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt,
        @Nullable Instant executionStoppedAt) {
    public TaskReport {
        containers = List.copyOf(containers);
    }

    /** The same once more. */
    TaskReport again(long nextSequence) {
        return new TaskReport(
                taskId,
                nextSequence,
                lastStatus,
                healthStatus,
                containers,
                stopCode,
                stoppedReason,
                pullStartedAt,
                pullStoppedAt,
                executionStoppedAt);
    }
}
