package io.stowage.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of writes to one partition, all or nothing.
 *
 * @param partition the partition; it comes into being with its first commit
 * @param commitId unique to this commit; the same commit sent again carries the same id
 * @param expectedRevision the partition's revision that the writes were decided on; {@link Revision#NONE} for a partition that is not there
 * @param lease the lease under which the writes are made; null for partitions that any engine may write
 * @param writes at most one per record, so that their order means nothing; may be empty
 */
public record Commit(
        String partition,
        String commitId,
        Revision expectedRevision,
        @Nullable Lease lease,
        List<Write> writes) {

    private record Key(String kind, String id) {}

    /** @throws IllegalArgumentException if there are two writes of one record: no store has to care */
    public Commit {
        writes = List.copyOf(writes);
        requireOnePerRecord(writes);
    }

    /** The revision that this commit makes, if it is applied. */
    public Revision revision() {
        return new Revision(expectedRevision.number() + 1, commitId);
    }

    private static void requireOnePerRecord(List<Write> writes) {
        if (writes.size() < 2) {
            return;
        }
        Set<Key> seen = new HashSet<>();
        for (Write write : writes) {
            if (!seen.add(new Key(write.kind(), write.id()))) {
                throw new IllegalArgumentException("Commit.writes has more than one write of " + write.kind() + " "
                        + write.id() + ". A commit holds at most one per record: keep the last.");
            }
        }
    }
}
