package io.stowage.store.jdbc;

import io.stowage.spi.StateStore;
import io.stowage.testkit.tck.DurableStateStoreTck;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on H2 in a file. */
class H2StateStoreTest extends DurableStateStoreTck {

    @TempDir
    Path directory;

    private StateStore open() {
        return new JdbcStateStoreProvider()
                .open(Map.of("url", "jdbc:h2:file:" + directory.resolve("state"), "createTables", "true"));
    }

    @Override
    protected StateStore openStore() {
        return open();
    }

    @Override
    protected StateStore openAnother(StateStore first) {
        return open();
    }

    @Override
    protected StateStore reopenStore() {
        return open();
    }
}
