package io.stowage;

/** What an engine is to a partition of the state. */
public enum PartitionRole {
    /** It holds the partition's lease: it alone decides for it. */
    LEADER,

    /** Another engine leads; this one follows the partition's changes. */
    FOLLOWER,

    /** Nobody leads, as far as this engine knows. */
    NONE
}
