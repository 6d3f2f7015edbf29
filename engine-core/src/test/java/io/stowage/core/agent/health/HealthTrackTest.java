package io.stowage.core.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthTrackTest {

    /** A {@code +} is a check that passed, a {@code -} one that failed; one each 10 s after the start. */
    @ParameterizedTest
    @CsvSource({
        "'',    0, UNKNOWN",
        "+,     0, HEALTHY",
        "--,    0, UNKNOWN",
        "---,   0, UNHEALTHY",
        "--+,   0, HEALTHY",
        "+--,   0, HEALTHY",
        "+---,  0, UNHEALTHY",
        "+--+--, 0, HEALTHY",
        "---+,  0, HEALTHY",
        "---,   60, UNKNOWN",
        "+---,  60, UNHEALTHY",
        "-------, 60, UNKNOWN",
        "--------, 60, UNHEALTHY",
    })
    void countsThreeFailuresInARowOutsideOfTheStartPeriod(String checks, int startPeriod, HealthStatus expected) {
        HealthCheck check = new HealthCheck(List.of("CMD", "x"), 10, null, null, startPeriod);
        HealthTrack track = HealthTrack.UNKNOWN;
        for (int i = 0; i < checks.length(); i++) {
            Duration sinceStart = Duration.ofSeconds(10L * (i + 1));
            track = checks.charAt(i) == '+' ? track.passed() : track.failed(check, sinceStart);
        }

        assertThat(track.status()).isEqualTo(expected);
    }

    @Test
    void whatWasKnownBeforeHoldsUntilChecksSayOtherwise() {
        HealthCheck check = new HealthCheck(List.of("CMD", "x"), null, null, 2, 300);
        HealthTrack once = HealthTrack.known(HealthStatus.HEALTHY).failed(check, Duration.ZERO);

        assertThat(once.status()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(once.failed(check, Duration.ZERO).status()).isEqualTo(HealthStatus.UNHEALTHY);
    }

    @Test
    void aTaskIsAsHealthyAsItsLeastHealthyEssentialContainer() {
        TaskHealth health = new TaskHealth();
        assertThat(health.status()).isEqualTo(HealthStatus.UNKNOWN);
        health.add(HealthStatus.HEALTHY);
        assertThat(health.status()).isEqualTo(HealthStatus.HEALTHY);
        health.add(HealthStatus.UNKNOWN);
        assertThat(health.status()).isEqualTo(HealthStatus.UNKNOWN);
        health.add(HealthStatus.UNHEALTHY);
        assertThat(health.status()).isEqualTo(HealthStatus.UNHEALTHY);
    }

    @Test
    void turnsACheckIntoAProgramAndItsArguments() {
        assertThat(HealthCommand.of(HealthCheck.shell("curl -f localhost || exit 1")))
                .containsExactly("/bin/sh", "-c", "curl -f localhost || exit 1");
        assertThat(HealthCommand.of(new HealthCheck(List.of("CMD", "curl", "-f"), null, null, null, null)))
                .containsExactly("curl", "-f");
    }
}
