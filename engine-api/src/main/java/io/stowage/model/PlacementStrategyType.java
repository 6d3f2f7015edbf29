package io.stowage.model;

/** How a task's container instance is chosen among those it fits on. */
public enum PlacementStrategyType {
    /** Any of them. */
    RANDOM("random"),

    /** One of those with the fewest tasks of the same group, counted by the value of the field. */
    SPREAD("spread"),

    /** One of those with the least of the field's resource left. */
    BINPACK("binpack");

    private final String value;

    PlacementStrategyType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
