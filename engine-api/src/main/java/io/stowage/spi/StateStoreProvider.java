package io.stowage.spi;

import java.util.Map;

/** Makes a {@link StateStore}; found by {@link java.util.ServiceLoader}. */
public interface StateStoreProvider {

    /** The name under which a host application asks for it, for example {@code memory}. Constant; does not block. */
    String name();

    /**
     * Opens a store; called once while the engine is built. May block.
     *
     * @param properties what the host application configured for it; never null, may be empty
     * @throws IllegalArgumentException if a property is wrong: the message names it
     */
    StateStore open(Map<String, String> properties);
}
