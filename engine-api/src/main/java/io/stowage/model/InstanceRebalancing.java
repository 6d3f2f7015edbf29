package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Tasks of a service that are to be moved to other container instances, because somebody has asked for it. Not ECS's. It is there until all that was
 * asked for is done, or nothing more can be.
 *
 * @param requestedAt when it was asked for
 * @param mostAtOnce how many moves may be under way at once, of all services of the cluster together
 * @param movesLeft how many more moves may be begun
 * @param movesMade how many were made
 * @param underWay the moves that have begun
 */
@RecordBuilder
public record InstanceRebalancing(
        Instant requestedAt, int mostAtOnce, int movesLeft, int movesMade, List<Move> underWay) {

    /** Copies the list, keeping its order; checks what is required for null. */
    public InstanceRebalancing {
        Objects.requireNonNull(requestedAt, "InstanceRebalancing.requestedAt is required");
        underWay = Copies.listOrEmpty(underWay);
    }

    /**
     * A task that another one takes the place of, on another container instance.
     *
     * @param taskArn the task that stops when the other one is healthy
     * @param newTaskArn the other one
     */
    public record Move(String taskArn, String newTaskArn) {

        /** Checks what is required for null. */
        public Move {
            Objects.requireNonNull(taskArn, "Move.taskArn is required");
            Objects.requireNonNull(newTaskArn, "Move.newTaskArn is required");
        }
    }

    /** A builder with every field absent. */
    public static InstanceRebalancingBuilder builder() {
        return InstanceRebalancingBuilder.builder();
    }

    /** A builder that starts from this value. */
    public InstanceRebalancingBuilder toBuilder() {
        return InstanceRebalancingBuilder.builder(this);
    }
}
