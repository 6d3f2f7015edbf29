package io.stowage.core.placement;

/**
 * Something that an instance lacks to take a task.
 *
 * @param reason ECS's word for it, such as {@code RESOURCE:MEMORY}
 * @param needed what the task needs: an amount, a port, an attribute, an expression that has to be met
 * @param found what there is instead
 */
public record Lack(String reason, String needed, String found) {

    /** As part of a sentence. */
    @Override
    public String toString() {
        return reason + ": needs " + needed + ", found " + found;
    }
}
