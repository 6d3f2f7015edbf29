package io.stowage.testkit.tck;

import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import java.time.Duration;

/** The memory store keeps the contract by the machine's clock too, which nobody moves. */
class MemoryStoreInRealTimeContractTest extends StateStoreTck {

    @Override
    protected StateStore openStore() {
        return new MemoryStateStore();
    }

    @Override
    protected Duration shortLease() {
        return Duration.ofMillis(500);
    }
}
