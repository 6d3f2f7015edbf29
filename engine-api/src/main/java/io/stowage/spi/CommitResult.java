package io.stowage.spi;

/** What became of a {@link Commit}. An exception instead of a result means that the outcome is unknown. */
public sealed interface CommitResult {

    /** The writes are durable; they made the revision of this number, one more than the expected one's. */
    record Committed(long revision) implements CommitResult {}

    /** Nothing was written: the partition is at another revision than the commit expected. */
    record Conflict(Revision currentRevision) implements CommitResult {}

    /** Nothing was written: the lease of the commit is not the current one. The engine steps down. */
    record Fenced() implements CommitResult {}
}
