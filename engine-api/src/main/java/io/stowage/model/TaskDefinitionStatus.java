package io.stowage.model;

/** The life of a task definition revision. It only moves downwards. */
public enum TaskDefinitionStatus {
    /** May run new tasks and be used by services. */
    ACTIVE("ACTIVE"),
    /** Deregistered: what uses it goes on and may still scale; nothing new may use it. */
    INACTIVE("INACTIVE"),
    /** Being deleted: remains until nothing references it. */
    DELETE_IN_PROGRESS("DELETE_IN_PROGRESS");

    private final String value;

    TaskDefinitionStatus(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
