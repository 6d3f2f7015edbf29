package io.stowage.model;

/** From where a task takes tags besides its own. */
public enum PropagateTags {
    /** From its task definition. */
    TASK_DEFINITION,

    /** From its service. */
    SERVICE,

    /** From nowhere. */
    NONE
}
