package io.stowage.model;

/** Which task definition families are meant. */
public enum TaskDefinitionFamilyStatus {
    /** Those with an ACTIVE revision. */
    ACTIVE,

    /** Those without one. */
    INACTIVE,

    /** All of them. */
    ALL
}
