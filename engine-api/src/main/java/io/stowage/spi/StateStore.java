package io.stowage.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the engine's state: records in partitions, each partition with one revision counter and at most one lease.
 *
 * <p>A store knows nothing of what the records mean. What it must get right is small and exact:
 *
 * <ol>
 *   <li>A commit is atomic: readers see all of its writes or none, and after {@link CommitResult.Committed} they survive
 *       whatever the store promises to survive.
 *   <li>A commit succeeds only at the partition's current revision, which then rises by exactly one.
 *   <li>A commit under a lease succeeds only while that lease (holder and epoch) is the current one. This check and the
 *       writes are one atomic step: checking first and writing later is wrong.
 *   <li>A commit id that was committed is remembered for at least an hour. The same commit sent again is not applied twice: it
 *       answers as the first time.
 *   <li>A lease has at most one holder, by the store's own clock. The epoch rises with each acquisition by another holder.
 * </ol>
 *
 * <p>All methods may block, may be called from any thread, several at once. An exception means that the outcome is unknown;
 * a store never throws to say "no".
 */
public interface StateStore extends AutoCloseable {

    /**
     * The whole partition at one revision. A partition that was never written is at revision 0 with no records. Read-only.
     */
    PartitionSnapshot read(String partition);

    /** The names of all partitions that begin with {@code prefix} and were ever written, in ascending order. Read-only. */
    List<String> partitions(String prefix);

    /**
     * What changed after {@code revision}. Answers at once if there is something, else waits at most {@code wait} for it (zero:
     * does not wait) and may answer with nothing. Read-only.
     */
    Changes changesAfter(String partition, long revision, Duration wait);

    /** Applies a commit, all or nothing; see the rules above. Idempotent by the commit's id. */
    CommitResult commit(Commit commit);

    /**
     * How a commit whose outcome was unknown ended: its result if it was applied, empty if it was not and, because the store
     * has now forgotten about it, never will be unless it is sent again.
     */
    Optional<CommitResult.Committed> outcome(String partition, String commitId);

    /**
     * Takes the partition's lease if nobody holds it, it has expired, or {@code holder} holds it already (which renews it and
     * keeps the epoch). Empty if somebody else holds it.
     */
    Optional<Lease> acquire(String partition, String holder, Duration timeToLive);

    /** Prolongs a lease. False if it is not the current one any more; it can't come back then. Idempotent. */
    boolean renew(Lease lease, Duration timeToLive);

    /** Gives a lease back, so that another engine can take it at once. No effect if it is not the current one. Idempotent. */
    void release(Lease lease);

    /** Frees what the store itself opened. Idempotent; does not throw. */
    @Override
    void close();
}
