package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Calls are no more than the rate allows, in any stretch of time. */
class RateLimitTest {

    private final VirtualPace pace = new VirtualPace();

    @Test
    void aBurstGoesOutAtOnceAndTheRestAtTheRate() {
        RateLimit limit = new RateLimit("calling", 2, 4, pace);
        for (int i = 0; i < 4; i++) {
            limit.await();
        }
        assertThat(pace.nanos()).isZero();
        for (int i = 0; i < 10; i++) {
            limit.await();
        }
        assertThat(Duration.ofNanos(pace.nanos())).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_001));
    }

    @Test
    void whatWasNotUsedCollectsUpToTheBurst() {
        RateLimit limit = new RateLimit("calling", 1, 3, pace);
        pace.pause(Duration.ofHours(1));
        long before = pace.nanos();
        for (int i = 0; i < 3; i++) {
            limit.await();
        }
        assertThat(pace.nanos()).isEqualTo(before);
        limit.await();
        assertThat(pace.nanos()).isGreaterThan(before);
    }

    @Test
    void whoWouldWaitForTooLongIsToldSo() {
        Pace stopped = new Pace() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public void pause(Duration duration) {
                assertThat(duration).isLessThanOrEqualTo(Duration.ofSeconds(20));
            }
        };
        RateLimit limit = new RateLimit("calling", 1, 1, stopped);
        for (int i = 0; i < 21; i++) {
            limit.await();
        }
        assertThatThrownBy(limit::await)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("calling was not sent");
    }

    @Property(tries = 200)
    void neverMoreThanBurstAndRate(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 3_000) Integer> pausesInMillis,
            @ForAll @IntRange(min = 1, max = 20) int rate,
            @ForAll @IntRange(min = 1, max = 50) int burst) {
        VirtualPace time = new VirtualPace();
        RateLimit limit = new RateLimit("calling", rate, burst, time);
        int calls = 0;
        for (int pause : pausesInMillis) {
            time.pause(Duration.ofMillis(pause));
            limit.await();
            calls++;
            double allowed = burst + rate * (time.nanos() / 1e9);
            assertThat((double) calls).isLessThanOrEqualTo(allowed + 1e-6);
        }
    }
}
