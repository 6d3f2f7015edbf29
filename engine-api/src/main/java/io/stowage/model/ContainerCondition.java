package io.stowage.model;

/** What must be true of a container before one that depends on it may start. */
public enum ContainerCondition {
    /** It has started. */
    START("START"),
    /** It has exited, with any exit code. Not for an essential container. */
    COMPLETE("COMPLETE"),
    /** It has exited with 0. Not for an essential container. */
    SUCCESS("SUCCESS"),
    /** Its health check passes. Confirmed only when the task starts. */
    HEALTHY("HEALTHY");

    private final String value;

    ContainerCondition(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
