package io.stowage;

import io.stowage.model.Failure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to move, and why.
 *
 * @param moves in the order in which they are to be made, one after the other: a task is started on the new container instance, and once it
 *     is healthy the old one is stopped. Empty if everything is balanced, as far as there is room
 * @param failures the services for which nothing could be planned: {@code NOT_STEADY} while a deployment is in progress, {@code
 *     MAXIMUM_PERCENT} where no task can be started before one is stopped, {@code CAPACITY_PROVIDERS} where the tasks are shared out among
 *     several of these, and {@code FARGATE} where they run on it
 * @param complete whether the budget ended the plan, or that no move improves anything; if not, it was too much work to find the next move,
 *     and more might be moved than is said here: ask again when these have been made
 */
public record RebalancePlan(List<Move> moves, List<Failure> failures, boolean complete) {

    /** Copies the lists, keeping their order. */
    public RebalancePlan {
        moves = moves == null ? List.of() : List.copyOf(moves);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }

    /**
     * A task to move. On its new container instance it will be another task.
     *
     * @param serviceArn the service that it is of
     * @param taskArn the task that will be stopped
     * @param fromContainerInstanceArn where it is
     * @param toContainerInstanceArn where the other one is to be started
     * @param improves what is better then
     */
    public record Move(
            String serviceArn,
            String taskArn,
            String fromContainerInstanceArn,
            String toContainerInstanceArn,
            Improvement improves) {

        /** Checks what is required for null. */
        public Move {
            Objects.requireNonNull(serviceArn, "Move.serviceArn is required");
            Objects.requireNonNull(taskArn, "Move.taskArn is required");
            Objects.requireNonNull(fromContainerInstanceArn, "Move.fromContainerInstanceArn is required");
            Objects.requireNonNull(toContainerInstanceArn, "Move.toContainerInstanceArn is required");
            Objects.requireNonNull(improves, "Move.improves is required");
        }
    }

    /**
     * The balance that a move improves: that of the first strategy that it changes.
     *
     * @param field the field that is spread over, as placement strategies name it
     * @param fromValue the value that loses the task; null if its container instance has none. Of {@code instanceId} it is the id
     * @param fromTasks how many tasks of the service the value has before the move
     * @param toValue the value that gets the task
     * @param toTasks how many tasks of the service that one has before the move
     */
    public record Improvement(String field, @Nullable String fromValue, int fromTasks, String toValue, int toTasks) {

        /** Checks what is required for null. */
        public Improvement {
            Objects.requireNonNull(field, "Improvement.field is required");
            Objects.requireNonNull(toValue, "Improvement.toValue is required");
        }
    }
}
