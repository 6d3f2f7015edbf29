package io.stowage.samples.customstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.testkit.tck.DurableStateStoreTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's store keeps the contract, with a clock that is moved by hand. */
class JournalStateStoreTest extends DurableStateStoreTck {

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-26T08:00:00Z");

    @Override
    protected StateStore openStore() throws IOException {
        return reopenStore();
    }

    @Override
    protected StateStore reopenStore() throws IOException {
        return new JournalStateStore(directory.resolve("journal"), new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }

    @Override
    protected boolean letTimePass(Duration time) {
        now = now.plus(time);
        return true;
    }

    @Test
    void whatACrashLeftOfALineIsNone(@TempDir Path other) throws IOException {
        Path file = other.resolve("journal");
        try (StateStore store = open(file)) {
            assertThat(store.acquire("cluster/a", "me", Duration.ofHours(1))).isPresent();
        }
        Files.writeString(file, "+commit +cluster%2Fa +cut", StandardOpenOption.APPEND);
        for (int i = 0; i < 2; i++) {
            try (StateStore store = open(file)) {
                assertThat(store.read("cluster/a").revision()).isEqualTo(Revision.NONE);
                assertThat(store.acquire("cluster/a", "you", Duration.ofHours(1)))
                        .isEmpty();
                assertThat(store.acquire("cluster/a", "me", Duration.ofHours(1)))
                        .isPresent();
            }
        }
    }

    @Test
    void oneProcessHasTheFile(@TempDir Path other) throws IOException {
        Path file = other.resolve("journal");
        try (StateStore store = open(file)) {
            assertThat(store.partitions("")).isEmpty();
            assertThatThrownBy(() -> open(file)).isNotNull();
        }
    }

    @Test
    void aWrongPropertyIsNamed() {
        assertThatThrownBy(() -> new JournalStateStoreProvider().open(Map.of("path", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path");
    }

    private static StateStore open(Path file) {
        return new JournalStateStoreProvider().open(Map.of("file", file.toString()));
    }
}
