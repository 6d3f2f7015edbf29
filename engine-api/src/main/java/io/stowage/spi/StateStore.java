package io.stowage.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the engine's state: records in partitions, each partition with one revision counter and at most one lease.
 *
 * <p>A store knows nothing of what the records mean. What it must get right is small and exact:
 *
 * <ol>
 *   <li>A commit is atomic: readers see all of its writes or none, and after {@link CommitResult.Committed} they survive
 *       whatever the store promises to survive.
 *   <li>A commit succeeds only at the partition's current {@link Revision}, number and commit id, whose number then rises by exactly one.
 *       So it is applied to the history that it was decided on, or not at all, even if the store has lost commits in between.
 *   <li>A commit under a lease succeeds only while that lease (holder and epoch) is the current one. This check and the
 *       writes are one atomic step: checking first and writing later is wrong.
 *   <li>A commit id that was committed is remembered for at least an hour after the commit that follows it, or for the next 100,000
 *       commits to its partition if they come sooner. The same commit sent again is not applied twice: it answers as the first
 *       time, whatever has become of revision and lease since. A commit that was refused is not remembered: sent again, it is judged anew.
 *   <li>A lease has at most one holder, by the store's own clock. The epoch rises with each acquisition by another holder, and
 *       never goes back. What was once not the current lease never is again. A partition that was never written may be forgotten when its
 *       lease has been over for an hour, if that stays true: engines that are gone leave such partitions behind.
 * </ol>
 *
 * <p>The contract tests in {@code engine-testkit} put these into numbered rules and try each of them.
 *
 * <p>All methods may block, may be called from any thread, several at once. An exception means that the outcome is unknown;
 * a store never throws to say "no". Names of partitions, holders and commit ids are printable ASCII, at most 512 characters; a
 * store compares them, kinds and ids as they are, case and all.
 */
public interface StateStore extends AutoCloseable {

    /**
     * The whole partition at one revision. A partition that was never written is at {@link Revision#NONE} with no records. Read-only: what is
     * only read, watched or leased is not written.
     */
    PartitionSnapshot read(String partition);

    /** The names of all partitions that begin with {@code prefix} and were ever written, in ascending order. Read-only. */
    List<String> partitions(String prefix);

    /**
     * What changed after {@code revision}, up to the revision that the partition has now. Answers at once if there is something, else
     * waits at most {@code wait} for it (zero: does not wait) and may answer with nothing. Read-only.
     *
     * <p>A revision that the partition never was at is another history's, of a store that has lost commits since or was replaced: the answer is
     * not {@linkplain Changes#complete() complete}, at once, so that the reader reads anew. It is one whose number is ahead, or belongs to another
     * commit. A store tells by the commit ids that it remembers; of a revision whose id it no longer knows it says the same.
     */
    Changes changesAfter(String partition, Revision revision, Duration wait);

    /**
     * Which of these partitions are at another revision than the one given, and at which. Answers at once if there is one, else waits at most
     * {@code wait} (zero: does not wait), and may answer with nothing, sooner, too. A partition that is not in the answer was at the
     * revision given at some moment since the call began. Read-only, and one question however many partitions there are: an engine asks
     * this about all that it follows, once a second, as long as it runs.
     */
    Map<String, Revision> changed(Map<String, Revision> known, Duration wait);

    /**
     * Applies a commit, all or nothing; see the rules above. Idempotent by the commit's id. Where both the lease is not the current
     * one and the revision is another, the answer is {@link CommitResult.Fenced}.
     */
    CommitResult commit(Commit commit);

    /**
     * How a commit whose outcome was unknown ended: its result if it was applied, empty if it was not and, because the store
     * has now forgotten about it, never will be unless it is sent again. A call of {@link #commit} that reaches the store after this
     * answer counts as sent again, even if it was made before.
     */
    Optional<CommitResult.Committed> outcome(String partition, String commitId);

    /**
     * Takes the partition's lease if nobody holds it, it has expired, or {@code holder} holds it already (which renews it and
     * keeps the epoch). Empty if somebody else holds it. Whoever takes it after it was given back, even who gave it back, has a higher
     * epoch.
     */
    Optional<Lease> acquire(String partition, String holder, Duration timeToLive);

    /**
     * Prolongs a lease: from now on it has {@code timeToLive} again. False if it is not the current one any more; it can't come back then.
     * A lease that has expired and that nobody has taken may be prolonged or refused. Idempotent.
     */
    boolean renew(Lease lease, Duration timeToLive);

    /**
     * {@linkplain #acquire Takes} what can be taken of several leases. An engine asks this as long as it runs, about all clusters that others
     * lead: a store to which a question is dear answers it with one for all that can't be had. Where taking many takes long, some may be
     * left for the next time; so are those about which nothing could be found out. It throws only if nothing could be found out about any.
     *
     * @param holders by partition
     * @return the leases that were taken, by partition
     */
    default Map<String, Lease> acquireAll(Map<String, String> holders, Duration timeToLive) {
        Map<String, Lease> taken = new LinkedHashMap<>();
        EachByItself.ask(
                holders.entrySet(),
                wanted -> acquire(wanted.getKey(), wanted.getValue(), timeToLive)
                        .ifPresent(lease -> taken.put(wanted.getKey(), lease)));
        return taken;
    }

    /**
     * {@linkplain #renew Prolongs} several leases, each by itself. An engine asks this as long as it runs, about all that it holds: a store to
     * which a question is dear asks one for all. It throws only if nothing could be found out about any.
     *
     * @return those that were prolonged. What became of one that is left out, {@link #renew} tells: it is lost, or nothing could be found out
     *     about it with the rest
     */
    default Set<Lease> renewAll(Collection<Lease> leases, Duration timeToLive) {
        Set<Lease> renewed = new LinkedHashSet<>();
        EachByItself.ask(leases, lease -> {
            if (renew(lease, timeToLive)) {
                renewed.add(lease);
            }
        });
        return renewed;
    }

    /** Gives a lease back, so that another engine can take it at once. No effect if it is not the current one. Idempotent. */
    void release(Lease lease);

    /** Frees what the store itself opened. Idempotent; does not throw. */
    @Override
    void close();
}
