package io.stowage;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why tasks find no place. Its size doesn't grow with the cluster.
 *
 * @param tasks how many
 * @param reason ECS's word for what is in the way on the closest container instance, such as {@code RESOURCE:MEMORY}; {@code NO ACTIVE
 *     INSTANCES} if there is none
 * @param message the same as ECS's service events say it
 * @param removed how many container instances were out of question for which reason, each counted with its first one, in the order in which
 *     reasons are asked
 * @param closestContainerInstanceArn the instance that came closest; null if none is ACTIVE
 * @param lacks what that one lacks, in the order in which it is asked
 */
public record PlacementAccount(
        int tasks,
        String reason,
        String message,
        List<Removed> removed,
        @Nullable String closestContainerInstanceArn,
        List<Lack> lacks) {

    /** Copies the lists; checks what is required for null. */
    public PlacementAccount {
        Objects.requireNonNull(reason, "PlacementAccount.reason is required");
        Objects.requireNonNull(message, "PlacementAccount.message is required");
        removed = removed == null ? List.of() : List.copyOf(removed);
        lacks = lacks == null ? List.of() : List.copyOf(lacks);
    }

    /**
     * Container instances that are out of question.
     *
     * @param reason ECS's word for why
     * @param containerInstances how many
     */
    public record Removed(String reason, int containerInstances) {

        /** Checks what is required for null. */
        public Removed {
            Objects.requireNonNull(reason, "Removed.reason is required");
        }
    }

    /**
     * Something that a container instance lacks.
     *
     * @param reason ECS's word for it
     * @param needed what a task needs: an amount, a port, an attribute, an expression that has to be met
     * @param found what there is instead
     */
    public record Lack(String reason, String needed, String found) {

        /** Checks what is required for null. */
        public Lack {
            Objects.requireNonNull(reason, "Lack.reason is required");
            Objects.requireNonNull(needed, "Lack.needed is required");
            Objects.requireNonNull(found, "Lack.found is required");
        }
    }
}
