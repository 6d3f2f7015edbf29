package io.stowage.model;

/** What can be set for a cluster. */
public enum ClusterSettingName {
    /** {@code enabled}, {@code disabled} or {@code enhanced}. */
    CONTAINER_INSIGHTS("containerInsights"),

    /**
     * What becomes of containers whose tasks the store has lost: {@code keep}, which is the default, or {@code stop}. Not ECS's. A store that
     * was emptied or put back to an earlier state knows nothing of tasks that run; the cluster's health tells of them. {@code stop} says that
     * the store is right nevertheless.
     */
    LOST_TASKS("lostTasks");

    /** The value of {@link #LOST_TASKS} that has them kept. */
    public static final String KEEP = "keep";

    /** The value of {@link #LOST_TASKS} that has them stopped. */
    public static final String STOP = "stop";

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
