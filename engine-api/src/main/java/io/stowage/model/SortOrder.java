package io.stowage.model;

/** In which order a list is given. */
public enum SortOrder {
    /** The first first. */
    ASC,

    /** The last first. */
    DESC
}
