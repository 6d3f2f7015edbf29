package io.stowage.testkit.tck;

import io.stowage.spi.Commit;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The contract tests of a store that is the memory store, but for what {@link #broken} does. */
abstract class BrokenStoreTck extends StateStoreTck {
    private final AtomicLong nanos = new AtomicLong();

    abstract StateStore broken(StateStore sound);

    @Override
    protected StateStore openStore() {
        return broken(new MemoryStateStore(nanos::get));
    }

    @Override
    protected boolean letTimePass(Duration time) {
        nanos.addAndGet(time.toNanos());
        return true;
    }

    long nanos() {
        return nanos.get();
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(1);
    }

    /** The same writes, under another id, at another revision, or under another lease. */
    static Commit at(Revision revision, Lease lease, String commitId, Commit commit) {
        return new Commit(commit.partition(), commitId, revision, lease, commit.writes());
    }
}
