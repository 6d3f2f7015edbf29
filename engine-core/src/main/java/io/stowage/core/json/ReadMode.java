package io.stowage.core.json;

/** What becomes of a field that ECS does not have. */
public enum ReadMode {
    /** It is an error. */
    STRICT,

    /** It is dropped with a warning. */
    LENIENT
}
