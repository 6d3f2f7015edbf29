package io.stowage.model;

/** The kind of a task definition's placement constraint. */
public enum TaskDefinitionPlacementConstraintType {
    /** The instance must match a cluster query expression. */
    MEMBER_OF("memberOf");

    private final String value;

    TaskDefinitionPlacementConstraintType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
