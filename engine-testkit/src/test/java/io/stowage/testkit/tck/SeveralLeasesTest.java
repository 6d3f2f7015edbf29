package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.Lease;
import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStoreProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that asks for several leases one after the other, as it may leave it, where some of its answers are lost. */
class SeveralLeasesTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final StateStore sound = new MemoryStateStoreProvider().open(Map.of());
    private final List<String> unanswered = new ArrayList<>();
    private final StateStore store = new ForwardingStore(sound) {
        @Override
        public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
            answer(partition);
            return store.acquire(partition, holder, timeToLive);
        }

        @Override
        public boolean renew(Lease lease, Duration timeToLive) {
            answer(lease.partition());
            return store.renew(lease, timeToLive);
        }
    };

    private void answer(String partition) {
        if (unanswered.contains(partition)) {
            throw new IllegalStateException(partition + " is out of reach");
        }
    }

    @AfterEach
    void close() {
        sound.close();
    }

    private Lease held(String partition) {
        return sound.acquire(partition, "me", LONG).orElseThrow();
    }

    @Test
    void oneThatCanNotBeTakenKeepsNobodyFromTheOthers() {
        unanswered.add("b");
        assertThat(store.acquireAll(Map.of("a", "me", "b", "me", "c", "me"), LONG))
                .containsOnlyKeys("a", "c");
        assertThat(store.acquireAll(Map.of("a", "you", "b", "you"), LONG))
                .as("that another holds it is an answer, too")
                .isEmpty();
    }

    @Test
    void oneThatCanNotBeRenewedKeepsNobodyFromTheOthers() {
        Lease a = held("a");
        Lease b = held("b");
        Lease c = held("c");
        unanswered.add("b");
        assertThat(store.renewAll(List.of(a, b, c), LONG)).isEqualTo(Set.of(a, c));
        sound.release(a);
        assertThat(store.renewAll(List.of(a, b), LONG))
                .as("that it is lost is an answer, too")
                .isEmpty();
    }

    @Test
    void whereNothingCouldBeFoundOutItThrows() {
        Lease a = held("a");
        unanswered.addAll(List.of("a", "b"));
        assertThatThrownBy(() -> store.acquireAll(Map.of("a", "me", "b", "me"), LONG))
                .hasMessageContaining("out of reach");
        assertThatThrownBy(() -> store.renewAll(List.of(a), LONG)).hasMessage("a is out of reach");
    }
}
