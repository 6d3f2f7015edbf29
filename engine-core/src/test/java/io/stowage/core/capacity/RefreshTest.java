package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Refresh.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshTest {

    private static final Instant NOW = Instant.parse("2026-01-15T00:00:00Z");
    private static final Duration FORTNIGHT = Duration.ofDays(14);

    private static Instance aged(String id, Duration age) {
        return new Instance(id, NOW.minus(age), false);
    }

    @Test
    void itIsDueOnTheDot() {
        assertThat(Refresh.next(List.of(aged("a", FORTNIGHT.minusMillis(1))), FORTNIGHT, 0, NOW))
                .isEmpty();
        assertThat(Refresh.next(List.of(aged("a", FORTNIGHT)), FORTNIGHT, 0, NOW))
                .hasValue("a");
        assertThat(Refresh.next(List.of(), FORTNIGHT, 0, NOW)).isEmpty();
    }

    @Test
    void theOldestGoesFirst() {
        List<Instance> instances = List.of(
                aged("a", FORTNIGHT.plusDays(1)), aged("b", FORTNIGHT.plusDays(2)), aged("c", FORTNIGHT.plusDays(2)));
        assertThat(Refresh.next(instances, FORTNIGHT, 0, NOW)).hasValue("b");
    }

    @Test
    void oneIsReplacedAtATime() {
        Instance old = aged("a", FORTNIGHT.plusDays(1));
        Instance leaving = new Instance("b", NOW, true);
        assertThat(Refresh.next(List.of(old, leaving), FORTNIGHT, 0, NOW)).isEmpty();
        assertThat(Refresh.next(List.of(old), FORTNIGHT, 1, NOW)).isEmpty();
        assertThat(Refresh.next(List.of(old), FORTNIGHT, 0, NOW)).hasValue("a");
    }

    @Test
    void itIsKnownWhenTheNextIsDue() {
        assertThat(Refresh.dueAt(List.of(aged("a", Duration.ofDays(1)), aged("b", Duration.ofDays(3))), FORTNIGHT))
                .hasValue(NOW.plus(Duration.ofDays(11)));
        assertThat(Refresh.dueAt(List.of(), FORTNIGHT)).isEmpty();
    }
}
