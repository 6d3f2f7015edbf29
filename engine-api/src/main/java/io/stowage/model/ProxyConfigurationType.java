package io.stowage.model;

/** The kind of a task's proxy. */
public enum ProxyConfigurationType {
    /** AWS App Mesh. */
    APPMESH("APPMESH");

    private final String value;

    ProxyConfigurationType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
