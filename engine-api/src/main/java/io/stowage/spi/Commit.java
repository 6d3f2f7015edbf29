package io.stowage.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of writes to one partition, all or nothing.
 *
 * @param partition the partition; it comes into being with its first commit
 * @param commitId unique to this commit; the same commit sent again carries the same id
 * @param expectedRevision the partition's revision that the writes were decided on; 0 for a partition that is not there
 * @param lease the lease under which the writes are made; null for partitions that any engine may write
 * @param writes at most one per record; may be empty
 */
public record Commit(
        String partition,
        String commitId,
        long expectedRevision,
        @Nullable Lease lease,
        List<Write> writes) {
    public Commit {
        writes = List.copyOf(writes);
    }
}
