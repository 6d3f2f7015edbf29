package io.stowage.core.placement;

import java.util.function.LongUnaryOperator;

/**
 * Finds container instances for groups of tasks.
 *
 * <p>An instance can take a task if it is ACTIVE, its agent is connected, its free resources and ports suffice and it meets the
 * constraints. The strategies then say which of these it is; they never leave a task unplaced.
 *
 * <p>Spread over an attribute that an instance lacks: ECS doesn't say. Such instances form no zone; they come after all that have the
 * attribute, and the next strategy decides among them. They are a last resort, so that a strategy never makes a task impossible to place.
 */
public final class Placer {

    private Placer() {}

    /**
     * Places as many of the group's tasks as possible. Commits nothing.
     *
     * @param random for {@code random(bound)} a number from 0 to bound - 1, all as likely; asked only where a strategy is random
     */
    public static Placement place(PlacementRequest request, Inventory inventory, LongUnaryOperator random) {
        return request.rules().none()
                ? new GroupPlacement(request, inventory.ranking(request), random).place()
                : new ScannedPlacement(request, inventory, random).place();
    }

    /**
     * The same, with how many instances could take one of the tasks and why the others could not. Costs a look at each instance. Commits nothing.
     */
    public static Explained explain(PlacementRequest request, Inventory inventory, LongUnaryOperator random) {
        if (request.rules().none()) {
            Ranking ranking = inventory.ranking(request);
            return Explanation.before(ranking, request, new GroupPlacement(request, ranking, random)::place);
        }
        ScannedPlacement scanned = new ScannedPlacement(request, inventory, random);
        return Explanation.before(scanned, request, scanned::place);
    }
}
