package io.stowage.model;

/** Whose IPC namespace the containers of a task see. */
public enum IpcMode {
    /** The host's. */
    HOST("host"),
    /** One shared by the task's containers. */
    TASK("task"),
    /** Each container has its own. */
    NONE("none");

    private final String value;

    IpcMode(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
