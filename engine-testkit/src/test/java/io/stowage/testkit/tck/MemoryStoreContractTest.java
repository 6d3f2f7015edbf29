package io.stowage.testkit.tck;

import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The memory store keeps the contract. Its clock is moved by hand. */
class MemoryStoreContractTest extends StateStoreTck {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

    @Override
    protected StateStore openStore() {
        return new MemoryStateStore(nanos::get);
    }

    @Override
    protected boolean letTimePass(Duration time) {
        nanos.addAndGet(time.toNanos());
        return true;
    }
}
