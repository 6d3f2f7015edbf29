package io.stowage.samples.customstore;

import io.stowage.spi.StateStore;
import io.stowage.spi.StateStoreProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Opens a {@link JournalStateStore} under the name {@code journal}; its one property is {@code file}. Named in {@code META-INF/services}, it
 * is found by the engine.
 */
public final class JournalStateStoreProvider implements StateStoreProvider {

    private static final String FILE = "file";

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public StateStore open(Map<String, String> properties) {
        String file = properties.get(FILE);
        if (file == null || properties.size() != 1) {
            throw new IllegalArgumentException("The state store \"journal\" takes the property \"" + FILE
                    + "\" and no other, but was given " + properties.keySet() + ". Give it the path of its file.");
        }
        try {
            return new JournalStateStore(Path.of(file), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
