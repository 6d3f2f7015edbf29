package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final BackoffSettings EXACT = new BackoffSettings(Duration.ofSeconds(1), Duration.ofMinutes(27), 0);

    @Test
    void doublesFromOneSecondToTwentySevenMinutes() {
        assertThat(IntStream.rangeClosed(0, 14)
                        .mapToObj(n -> Backoff.delay(n, "ecs-svc/1", EXACT).toSeconds()))
                .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L, 1620L, 1620L, 1620L);
    }

    @Test
    void endsAtTwentySevenMinutesWithAnyJitter() {
        assertThat(Stream.of(12, 13, 40, 1_000, Integer.MAX_VALUE))
                .allSatisfy(n -> assertThat(Backoff.delay(n, "ecs-svc/1", BackoffSettings.DEFAULTS))
                        .isEqualTo(Duration.ofMinutes(27)));
    }

    @Test
    void deploymentsThatFailTogetherComeBackApart() {
        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> Backoff.delay(8, "ecs-svc/" + i, BackoffSettings.DEFAULTS))
                        .distinct())
                .hasSizeGreaterThan(15);
    }

    @Property(tries = 1000)
    void isNeverShorterThanBeforeAndTheSameWheneverAsked(
            @ForAll @IntRange(min = 1, max = 40) int failures,
            @ForAll @IntRange(min = 1, max = 1_000_000) int deployment,
            @ForAll @IntRange(min = 0, max = 50) int jitterPercent,
            @ForAll @IntRange(min = 1, max = 5_000) int maxSeconds) {
        String id = "ecs-svc/" + deployment;
        BackoffSettings settings =
                new BackoffSettings(Duration.ofSeconds(1), Duration.ofSeconds(maxSeconds), jitterPercent);
        Duration delay = Backoff.delay(failures, id, settings);
        assertThat(delay).isEqualTo(Backoff.delay(failures, id, settings));
        assertThat(delay).isGreaterThanOrEqualTo(Backoff.delay(failures - 1, id, settings));
        assertThat(delay).isLessThanOrEqualTo(settings.maxDelay()).isPositive();
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new BackoffSettings(Duration.ZERO, Duration.ofSeconds(1), 0))
                .hasMessageContaining("firstDelay");
        assertThatThrownBy(() -> new BackoffSettings(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
                .hasMessageContaining("maxDelay");
        assertThatThrownBy(() -> new BackoffSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 51))
                .hasMessageContaining("jitterPercent");
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        Duration second = Duration.ofSeconds(1);
        assertThat(new BackoffSettings(second, second, 0).jitterPercent()).isZero();
        assertThat(new BackoffSettings(second, second, 50).lastingRun()).isEqualTo(Duration.ofMinutes(10));
        assertThatThrownBy(() -> new BackoffSettings(second.negated(), second, 0))
                .hasMessage("firstDelay is PT-1S; it must be more than zero");
        assertThatThrownBy(() -> new BackoffSettings(second, second, -1))
                .hasMessage("jitterPercent is -1; it must be 0 to 50");
    }

    @Property(tries = 500)
    void itIsDoubledWithAtMostTheJitterTakenOff(
            @ForAll @IntRange(min = 1, max = 20) int failures,
            @ForAll @IntRange(min = 1, max = 1_000) int deployment,
            @ForAll @IntRange(min = 0, max = 50) int jitterPercent) {
        BackoffSettings settings = new BackoffSettings(Duration.ofSeconds(1), Duration.ofMinutes(27), jitterPercent);
        long full = 1_000L << (failures - 1);
        long millis = Backoff.delay(failures, "ecs-svc/" + deployment, settings).toMillis();
        assertThat(millis)
                .isBetween(Math.min(1_620_000, full * (100 - jitterPercent) / 100), Math.min(1_620_000, full));
    }
}
