package io.stowage.spi;

/**
 * Where a partition stands: how many commits it has seen, and which one was the last.
 *
 * <p>The number alone does not say what the partition holds: a store that loses its last commits, in a fail-over or because a backup was put
 * back, gives their numbers to others. The commit does say it, for it names its predecessor, as that one does: two partitions at
 * equal revisions have one history.
 *
 * @param number how many commits the partition has seen
 * @param commitId the id of the last one; empty if there was none
 */
public record Revision(long number, String commitId) {

    /** That of a partition that was never written. */
    public static final Revision NONE = new Revision(0, "");
}
