package io.stowage.model;

/** What a container instance has to meet. */
public enum PlacementConstraintType {
    /** It runs no other task of the same group. */
    DISTINCT_INSTANCE("distinctInstance"),

    /** It matches an expression in the cluster query language. */
    MEMBER_OF("memberOf");

    private final String value;

    PlacementConstraintType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
