package io.stowage.spi;

/** What became of a {@link Commit}. An exception instead of a result means that the outcome is unknown. */
public sealed interface CommitResult {

    /** The writes are durable; the partition is at {@code revision}, one more than the expected one. */
    record Committed(long revision) implements CommitResult {}

    /** Nothing was written: the partition is at another revision than the commit expected. */
    record Conflict(long currentRevision) implements CommitResult {}

    /** Nothing was written: the lease of the commit is not the current one. The engine steps down. */
    record Fenced() implements CommitResult {}
}
