package io.stowage.model;

/** Whose process namespace the containers of a task see. */
public enum PidMode {
    /** The host's. */
    HOST("host"),
    /** One shared by the task's containers. */
    TASK("task");

    private final String value;

    PidMode(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
