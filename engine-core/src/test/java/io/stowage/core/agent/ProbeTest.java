package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.spi.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a container's health is checked, and what that tells. */
class ProbeTest {

    private static final CommandResult PASSED = new CommandResult(0, "");
    private static final CommandResult FAILED = new CommandResult(1, "");

    private final Probe probe = new Probe(new HealthCheck(List.of("CMD-SHELL", "curl localhost"), 10, 5, 2, 15));

    private static Moment at(long second) {
        return new Moment(nanos(second), Instant.EPOCH);
    }

    private static long nanos(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void theFirstCheckIsDueAnIntervalAfterTheStart() {
        assertThat(probe.nextAt()).isEqualTo(NEVER);
        assertThat(probe.status()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(probe.command()).containsExactly("/bin/sh", "-c", "curl localhost");
        probe.started(at(3));
        assertThat(probe.nextAt()).isEqualTo(nanos(13));
        probe.started(at(7));
        assertThat(probe.nextAt()).as("seen once more").isEqualTo(nanos(13));
    }

    @Test
    void theNextCheckIsDueAnIntervalAfterTheLastOneEnded() {
        probe.started(at(0));
        probe.began(at(10));
        assertThat(probe.nextAt()).as("one is under way").isEqualTo(NEVER);
        probe.ended(PASSED, at(14));
        assertThat(probe.nextAt()).isEqualTo(nanos(24));
        assertThat(probe.status()).isEqualTo(HealthStatus.HEALTHY);
        probe.began(at(24));
        probe.unanswered(at(29));
        assertThat(probe.nextAt()).isEqualTo(nanos(39));
        assertThat(probe.status()).as("nothing was learned").isEqualTo(HealthStatus.HEALTHY);
        probe.began(at(39));
        probe.failed(at(40));
        assertThat(probe.nextAt()).isEqualTo(nanos(50));
    }

    private void fail(long began) {
        probe.began(at(began));
        probe.ended(FAILED, at(began + 1));
    }

    @Test
    void aFailureCountsIfItsCheckBeganAfterTheStartPeriod() {
        probe.started(at(100));
        fail(110);
        fail(114);
        fail(115);
        assertThat(probe.status()).as("one of three counts").isEqualTo(HealthStatus.UNKNOWN);
        fail(126);
        assertThat(probe.status()).isEqualTo(HealthStatus.UNHEALTHY);
    }

    @Test
    void whatIsKnownFromElsewhereHoldsUntilChecksSayOtherwise() {
        probe.started(at(0));
        probe.known(HealthStatus.HEALTHY);
        assertThat(probe.status()).isEqualTo(HealthStatus.HEALTHY);
        fail(10);
        probe.known(HealthStatus.HEALTHY);
        fail(20);
        assertThat(probe.status())
                .as("what was known already begins nothing anew")
                .isEqualTo(HealthStatus.UNHEALTHY);
    }

    @Test
    void anAnswerThatNobodyWaitsForTellsNothing() {
        probe.started(at(0));
        probe.ended(PASSED, at(5));
        probe.unanswered(at(6));
        assertThat(probe.status()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(probe.nextAt()).isEqualTo(nanos(10));
    }

    @Test
    void whereThereIsNothingToCheckNothingIsEverDue() {
        Probe none = new Probe(null);
        none.started(at(0));
        none.known(HealthStatus.UNHEALTHY);
        none.began(at(1));
        none.failed(at(2));
        none.unanswered(at(3));
        assertThat(none.command()).isEmpty();
        assertThat(none.nextAt()).isEqualTo(NEVER);
        assertThat(none.status()).isEqualTo(HealthStatus.UNKNOWN);
    }
}
