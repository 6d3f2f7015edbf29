package io.stowage;

import java.util.List;
import java.util.Objects;

/**
 * Which container instances could be emptied, and where their tasks would go.
 *
 * @param needed how many container instances would have tasks then
 * @param fewest how many would hold everything if all tasks that may move were placed anew, those that need not move included: at most {@code
 *     needed}, which it is too where to find fewer would take too long
 * @param emptiedContainerInstanceArns those that have tasks now and would have none, in the order in which they would be emptied
 * @param moves where the tasks of these would go, in that order
 * @param complete whether each container instance that has tasks was tried; if not, more might be emptied than is said here
 */
public record CompactionPlan(
        int needed, int fewest, List<String> emptiedContainerInstanceArns, List<Move> moves, boolean complete) {

    /** Copies the lists. */
    public CompactionPlan {
        emptiedContainerInstanceArns =
                emptiedContainerInstanceArns == null ? List.of() : List.copyOf(emptiedContainerInstanceArns);
        moves = moves == null ? List.of() : List.copyOf(moves);
    }

    /**
     * A task that would run elsewhere.
     *
     * @param taskArn the task as it runs now
     * @param fromContainerInstanceArn where it is
     * @param toContainerInstanceArn where there is room for it
     */
    public record Move(String taskArn, String fromContainerInstanceArn, String toContainerInstanceArn) {

        /** Checks what is required for null. */
        public Move {
            Objects.requireNonNull(taskArn, "Move.taskArn is required");
            Objects.requireNonNull(fromContainerInstanceArn, "Move.fromContainerInstanceArn is required");
            Objects.requireNonNull(toContainerInstanceArn, "Move.toContainerInstanceArn is required");
        }
    }
}
