package io.stowage.core.loop;

import io.stowage.core.HandWorld;
import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One engine's way to a store, which can be cut: from then on its calls never answer. To everybody else that is what the engine's crash looks
 * like.
 */
final class CutStore implements StateStore {

    private final StateStore store;
    private int calls;
    private int cutAt = Integer.MAX_VALUE;
    private boolean lastTakesEffect;
    private String unread = "";
    private String behind = "";
    private final List<String> read = new ArrayList<>();
    /** Leases that were given back in calls that are still on their way; null if none takes long. */
    private @Nullable List<Lease> releases;

    CutStore(StateStore store) {
        this.store = store;
    }

    /** Cuts it now. */
    void cut() {
        cutAfter(0, false);
    }

    /** Cuts it after as many calls; of the first one that has no answer any more, whether it takes effect. */
    void cutAfter(int more, boolean takesEffect) {
        calls = 0;
        cutAt = more;
        lastTakesEffect = takesEffect;
    }

    /** How many calls there were since it was cut, or mended. */
    int calls() {
        return calls;
    }

    /** The partitions that were read whole, in order. */
    List<String> read() {
        return read;
    }

    /** From now on, what is given back is on its way until it {@linkplain #releasesArrive arrives}, and is not answered. */
    void releasesTakeLong() {
        releases = new ArrayList<>();
    }

    void releasesArrive() {
        List<Lease> late = Objects.requireNonNull(releases);
        releases = null;
        late.forEach(store::release);
    }

    void mend() {
        calls = 0;
        cutAt = Integer.MAX_VALUE;
        unread = "";
        behind = "";
    }

    /** What changes in one partition is not seen, until it is mended. */
    void lagBehind(String partition) {
        behind = partition;
    }

    /** Reading one partition has no answer any more. */
    void lose(String partition) {
        unread = partition;
    }

    private <T> T call(Supplier<T> work) {
        calls++;
        if (calls > cutAt) {
            if (calls == cutAt + 1 && lastTakesEffect) {
                T unused = work.get();
            }
            throw new HandWorld.NoAnswer();
        }
        return work.get();
    }

    @Override
    public PartitionSnapshot read(String partition) {
        read.add(partition);
        if (unread.equals(partition)) {
            throw new HandWorld.NoAnswer();
        }
        return call(() -> store.read(partition));
    }

    @Override
    public List<String> partitions(String prefix) {
        return call(() -> store.partitions(prefix));
    }

    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        return call(() -> {
            Changes changes = store.changesAfter(partition, revision, wait);
            return changes.complete() && behind.equals(partition) ? new Changes(revision, true, List.of()) : changes;
        });
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return call(() -> store.changed(known, wait));
    }

    @Override
    public CommitResult commit(Commit commit) {
        return call(() -> store.commit(commit));
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return call(() -> store.outcome(partition, commitId));
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        return call(() -> store.acquire(partition, holder, timeToLive));
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        return call(() -> store.renew(lease, timeToLive));
    }

    @Override
    public void release(Lease lease) {
        if (releases != null) {
            releases.add(lease);
            throw new HandWorld.NoAnswer();
        }
        call(() -> {
            store.release(lease);
            return true;
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
