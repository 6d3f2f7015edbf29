package io.stowage.testkit.invariant;

import io.stowage.spi.Commit;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** S18, and the part of S17 that is about partitions: commits in the order in which they were applied. */
final class Fencing {

    private static final String CLUSTER_PARTITION = "cluster/";

    private final Map<String, Lease> latest = new HashMap<>();
    private final Map<String, Revision> revisions = new HashMap<>();

    /** A person mends a record, at the present revision and under no lease. */
    void mended(Commit commit, long revision, Report report) {
        checkRevision(commit, revision, report);
    }

    void check(Commit commit, long revision, Report report) {
        checkRevision(commit, revision, report);
        checkLease(commit, revision, report);
    }

    private void checkRevision(Commit commit, long revision, Report report) {
        Revision last = revisions.put(commit.partition(), commit.revision());
        boolean onAnother = last != null && !last.equals(commit.expectedRevision());
        if (onAnother || commit.revision().number() != revision) {
            report.violated(
                    Invariant.S17,
                    "A commit to " + commit.partition() + " was decided on " + commit.expectedRevision()
                            + " and made revision " + revision + " after " + last + ".");
        }
    }

    private void checkLease(Commit commit, long revision, Report report) {
        Lease lease = commit.lease();
        if (lease == null) {
            boolean led = commit.partition().startsWith(CLUSTER_PARTITION);
            if (led && !commit.writes().isEmpty()) {
                report.violated(
                        Invariant.S18, "Revision " + revision + " of " + commit.partition() + " is under no lease.");
            }
            return;
        }
        Lease before = latest.put(commit.partition(), lease);
        boolean stale = before != null
                && (lease.epoch() < before.epoch()
                        || (lease.epoch() == before.epoch() && !lease.holder().equals(before.holder())));
        if (stale) {
            report.violated(
                    Invariant.S18,
                    "Revision " + revision + " of " + commit.partition() + " is under " + lease + " after " + before
                            + ".");
        }
    }

    /** The store lost what was done last, leases among it: what is stored is where each partition goes on from. */
    void forget(Function<String, PartitionSnapshot> stored) {
        latest.clear();
        revisions.replaceAll((partition, lost) -> stored.apply(partition).revision());
    }
}
