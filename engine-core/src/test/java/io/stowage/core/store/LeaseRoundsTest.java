package io.stowage.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.world.Outcome;
import io.stowage.spi.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeaseRoundsTest {

    private static final LeaseRounds.Terms TERMS =
            new LeaseRounds.Terms(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(4));

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final LeaseRounds rounds =
            new LeaseRounds(world, new StorePort(store, world.lane("store", 4), Duration.ofSeconds(10)));
    private final Map<String, Object> heard = new TreeMap<>();

    private void renew(String partition) {
        Lease lease = store.acquire(partition, "me", Duration.ofSeconds(10)).orElseThrow();
        rounds.join(
                new LeaseRounds.Renewal(
                        world.strand(partition),
                        lease,
                        () -> true,
                        () -> heard.put(partition, "left out"),
                        (outcome, sentAt) -> heard.put(
                                partition,
                                outcome instanceof Outcome.Success<Boolean> success
                                        ? String.valueOf(success.value())
                                        : "unknown")),
                TERMS);
    }

    @Test
    void oneThatCanNotBeRenewedWithTheRestIsAskedAboutByItself() {
        renew("a");
        renew("b");
        renew("c");
        store.takeLease("c", "you");
        int[] asked = {0};
        store.beforeLeaseOf(partition -> {
            if (partition.equals("b") && asked[0]++ == 0) {
                throw new IllegalStateException("out of reach");
            }
        });
        world.pass(Duration.ofSeconds(2));
        assertThat(heard).isEqualTo(Map.of("a", "true", "b", "true", "c", "false"));
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void whatBecameOfOneThatCanNotBeAskedAboutIsUnknownAndTheRestIsHeard() {
        renew("a");
        renew("b");
        store.beforeLeaseOf(partition -> {
            if (partition.equals("b")) {
                throw new IllegalStateException("out of reach");
            }
        });
        world.pass(Duration.ofSeconds(2));
        assertThat(heard).isEqualTo(Map.of("a", "true", "b", "unknown"));
    }

    @Test
    void oneThatIsHeldIsRenewedInEachRoundAndOneThatIsNotInNone() {
        renew("a");
        renew("b");
        world.pass(Duration.ofSeconds(2));
        assertThat(heard).isEqualTo(Map.of("a", "true", "b", "true"));
        heard.clear();
        store.takeLease("b", "you");
        world.pass(Duration.ofSeconds(2));
        assertThat(heard).isEqualTo(Map.of("a", "true", "b", "false"));
        heard.clear();
        world.pass(Duration.ofSeconds(2));
        assertThat(heard).isEqualTo(Map.of("a", "true"));
    }
}
