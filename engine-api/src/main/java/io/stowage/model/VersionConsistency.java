package io.stowage.model;

/** Whether the tag of a container's image is pinned to a digest for all tasks of a service revision. */
public enum VersionConsistency {
    /** Pinned, the default. */
    ENABLED("enabled"),
    /** Resolved anew by each task. */
    DISABLED("disabled");

    private final String value;

    VersionConsistency(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
