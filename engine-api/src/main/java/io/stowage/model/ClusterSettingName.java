package io.stowage.model;

/** What can be set for a cluster. */
public enum ClusterSettingName {
    /** {@code enabled}, {@code disabled} or {@code enhanced}. */
    CONTAINER_INSIGHTS("containerInsights");

    private final String value;

    ClusterSettingName(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
