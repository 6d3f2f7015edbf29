package io.stowage.model;

import java.util.Objects;

/**
 * A service revision with its tasks. The counts are derived, and 0 once its deployment is over.
 *
 * @param arn the revision
 * @param requestedTaskCount how many tasks it is to have
 * @param runningTaskCount how many are RUNNING
 * @param pendingTaskCount how many are on their way
 */
public record ServiceRevisionSummary(String arn, int requestedTaskCount, int runningTaskCount, int pendingTaskCount) {

    /** Checks what is required for null. */
    public ServiceRevisionSummary {
        Objects.requireNonNull(arn, "ServiceRevisionSummary.arn is required");
    }
}
