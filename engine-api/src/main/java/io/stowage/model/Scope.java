package io.stowage.model;

/** The life of a Docker volume. */
public enum Scope {
    /** Created and removed with the task. */
    TASK("task"),
    /** Outlives the task. */
    SHARED("shared");

    private final String value;

    Scope(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
