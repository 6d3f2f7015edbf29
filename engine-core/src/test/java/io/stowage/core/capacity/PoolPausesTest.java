package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Pool.Buying;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolPausesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Pool A = new Pool("m", "a", Purchase.SPOT);
    private static final Pool B = new Pool("m", "b", Purchase.SPOT);
    private static final Pool A_ON_DEMAND = new Pool("m", "a", Purchase.ON_DEMAND);

    @ParameterizedTest
    @CsvSource({"1,15", "2,30", "3,60", "4,120", "5,240", "6,480", "7,600", "8,600", "40,600"})
    void pausesDoubleUpToTenMinutes(int refusals, int seconds) {
        PoolPauses pauses = PoolPauses.NONE;
        Instant now = NOW;
        for (int i = 0; i < refusals; i++) {
            now = pauses.opensAt(List.of(A)).orElseThrow().equals(Instant.MIN)
                    ? NOW
                    : pauses.opensAt(List.of(A)).get();
            pauses = pauses.refused(A, now);
        }
        Instant open = now.plusSeconds(seconds);
        assertThat(pauses.isOpen(A, open.minusMillis(1))).isFalse();
        assertThat(pauses.isOpen(A, open)).isTrue();
        assertThat(pauses.opensAt(List.of(A))).hasValue(open);
        assertThat(pauses.isOpen(B, now)).isTrue();
        assertThat(pauses.pauses()).hasSize(1);
    }

    @Test
    void anAcceptedLaunchBeginsAnew() {
        PoolPauses twice = PoolPauses.NONE.refused(A, NOW).refused(B, NOW).refused(A, NOW);
        assertThat(twice.accepted(A).pauses())
                .extracting(PoolPauses.Pause::pool)
                .containsExactly(B);
        assertThat(twice.accepted(A).refused(A, NOW).opensAt(List.of(A))).hasValue(NOW.plusSeconds(15));
    }

    @Test
    void aPauseIsForgottenTenMinutesAfterItsEnd() {
        PoolPauses once = PoolPauses.NONE.refused(A, NOW);
        Instant end = NOW.plusSeconds(15).plus(Duration.ofMinutes(10));
        assertThat(once.refused(A, end.minusMillis(1)).opensAt(List.of(A)))
                .hasValue(end.minusMillis(1).plusSeconds(30));
        assertThat(once.refused(A, end).opensAt(List.of(A))).hasValue(end.plusSeconds(15));
        assertThat(once.refused(B, end.minusMillis(1)).pauses()).hasSize(2);
        assertThat(once.refused(B, end).pauses()).hasSize(1);
    }

    @Test
    void theFirstOpenOneIsChosen() {
        List<Pool> pools = List.of(A, B, A_ON_DEMAND);
        PoolPauses pauses = PoolPauses.NONE;
        assertThat(pauses.firstOpen(pools, NOW)).hasValue(A);
        pauses = pauses.refused(A, NOW);
        assertThat(pauses.firstOpen(pools, NOW)).hasValue(B);
        pauses = pauses.refused(B, NOW.plusSeconds(1));
        assertThat(pauses.firstOpen(pools, NOW.plusSeconds(1))).hasValue(A_ON_DEMAND);
        pauses = pauses.refused(A_ON_DEMAND, NOW.plusSeconds(2));
        assertThat(pauses.firstOpen(pools, NOW.plusSeconds(2))).isEmpty();
        assertThat(pauses.opensAt(pools)).hasValue(NOW.plusSeconds(15));
        assertThat(pauses.firstOpen(pools, NOW.plusSeconds(15))).hasValue(A);
        assertThat(pauses.opensAt(List.of())).isEmpty();
    }

    @Test
    void aLimitPausesAllOfOnePurchase() {
        PoolPauses limit = PoolPauses.NONE.refused(Pool.all(Purchase.SPOT), NOW);
        assertThat(limit.isOpen(A, NOW)).isFalse();
        assertThat(limit.isOpen(B, NOW)).isFalse();
        assertThat(limit.isOpen(A_ON_DEMAND, NOW)).isTrue();
        assertThat(limit.accepted(A_ON_DEMAND).isOpen(A, NOW)).isFalse();
        assertThat(limit.accepted(B).isOpen(A, NOW)).isTrue();
        assertThat(limit.refused(A, NOW).refused(A, NOW).opensAt(List.of(A))).hasValue(NOW.plusSeconds(30));
        assertThat(limit.refused(A, NOW.minusSeconds(5)).opensAt(List.of(A))).hasValue(NOW.plusSeconds(15));
    }

    @Test
    void onDemandComesAfterAllThatMayBeTakenBack() {
        List<Offer> offers = List.of(new Offer("m", "a", 1, 1, 1), new Offer("m", "b", 1, 1, 1));
        assertThat(Pool.of(offers, Buying.SPOT)).containsExactly(A, B);
        assertThat(Pool.of(offers, Buying.SPOT_WITH_FALLBACK))
                .containsExactly(A, B, A_ON_DEMAND, new Pool("m", "b", Purchase.ON_DEMAND));
        assertThat(Pool.of(offers, Buying.ON_DEMAND))
                .containsExactly(A_ON_DEMAND, new Pool("m", "b", Purchase.ON_DEMAND));
    }
}
