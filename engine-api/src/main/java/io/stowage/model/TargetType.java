package io.stowage.model;

/** What an attribute is attached to. */
public enum TargetType {
    /** A container instance. */
    CONTAINER_INSTANCE("container-instance");

    private final String value;

    TargetType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
