package io.stowage.testkit.tck;

import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A store whose state outlives it keeps the contract: here it lies in a memory store that stays open. */
class DurableStoreContractTest extends DurableStateStoreTck {

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryStateStore disk = new MemoryStateStore(nanos::get);

    @Override
    protected boolean letTimePass(Duration time) {
        nanos.addAndGet(time.toNanos());
        return true;
    }

    @Override
    protected StateStore openStore() {
        return reopenStore();
    }

    @Override
    protected StateStore openAnother(StateStore first) {
        return reopenStore();
    }

    @Override
    protected StateStore reopenStore() {
        return new ForwardingStore(disk) {
            @Override
            public void close() {
                // What it leaves is found by the next one.
            }
        };
    }
}
