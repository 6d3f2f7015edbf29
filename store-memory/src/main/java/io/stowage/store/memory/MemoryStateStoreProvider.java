package io.stowage.store.memory;

import io.stowage.spi.StateStore;
import io.stowage.spi.StateStoreProvider;
import java.util.Map;

/** Opens a {@link MemoryStateStore}, under the name {@code memory}. Found by {@link java.util.ServiceLoader}. */
public final class MemoryStateStoreProvider implements StateStoreProvider {

    @Override
    public String name() {
        return "memory";
    }

    /** @throws IllegalArgumentException if there is any property: the store has nothing to configure */
    @Override
    public StateStore open(Map<String, String> properties) {
        if (!properties.isEmpty()) {
            throw new IllegalArgumentException("The state store \"memory\" has no properties, but was given "
                    + properties.keySet() + ". Remove them, or choose another store.");
        }
        return new MemoryStateStore();
    }
}
