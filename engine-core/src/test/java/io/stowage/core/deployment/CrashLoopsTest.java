package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CrashLoopsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LASTING = Duration.ofMinutes(10);
    private static final BackoffSettings NO_JITTER =
            new BackoffSettings(Duration.ofSeconds(1), Duration.ofMinutes(27), 0, LASTING);

    private static Deployment crash(Deployment before, Instant now) {
        return CrashLoops.after(before, false, now, NO_JITTER);
    }

    @Test
    void theFirstIsReplacedAtOnceAndThoseInARowLaterAndLater() {
        Deployment deployment = Services.deployment("ecs-svc/1");
        Instant now = NOW;
        for (long wait : new long[] {0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1620, 1620}) {
            deployment = crash(deployment, now);
            Instant next = deployment.nextAttemptAt();
            assertThat(next == null ? 0 : Duration.between(now, next).toSeconds())
                    .isEqualTo(wait);
            now = now.plusSeconds(wait + 30);
        }
        assertThat(deployment.consecutiveCrashes()).isEqualTo(14);
        assertThat(deployment.failedTasks()).isZero();
    }

    @Test
    void whatCrashesAtTheSameMomentIsOneCrash() {
        Deployment both = crash(crash(Services.deployment("ecs-svc/1"), NOW), NOW);
        assertThat(both.consecutiveCrashes()).isEqualTo(1);
        assertThat(both.nextAttemptAt()).isNull();
        Deployment again = crash(crash(both, NOW.plusMillis(1)), NOW.plusMillis(1));
        assertThat(again.consecutiveCrashes()).isEqualTo(2);
        assertThat(again.nextAttemptAt()).isEqualTo(NOW.plusMillis(1_001));
    }

    @Test
    void aRunThatLastedEndsTheRow() {
        Deployment third =
                crash(crash(crash(Services.deployment("ecs-svc/1"), NOW.minusMillis(1)), NOW), NOW.plusSeconds(60));
        assertThat(third.consecutiveCrashes()).isEqualTo(3);
        Deployment after = CrashLoops.after(third, true, NOW.plusSeconds(700), NO_JITTER);
        assertThat(after.consecutiveCrashes()).isEqualTo(1);
        assertThat(after.nextAttemptAt()).isNull();
    }

    @Test
    void soDoesTheTimeInWhichNothingCrashed() {
        Deployment second = crash(crash(Services.deployment("ecs-svc/1"), NOW.minusMillis(1)), NOW);
        Instant over = NOW.plusSeconds(1).plus(LASTING);
        assertThat(crash(second, over.minusMillis(1)).consecutiveCrashes()).isEqualTo(3);
        assertThat(crash(second, over).consecutiveCrashes()).isEqualTo(1);
        assertThat(crash(second, over).nextAttemptAt()).isNull();
    }

    @Test
    void whatBecomesHealthyEndsNoWaitForACrash() {
        Deployment second = crash(crash(Services.deployment("ecs-svc/1"), NOW.minusMillis(1)), NOW);
        assertThat(StartFailures.reset(second, true)).isEqualTo(second);
    }

    @Test
    void norWhereOthersHaveFailedToStart() {
        Deployment first = crash(Services.deployment("ecs-svc/1"), NOW);
        Deployment failed = StartFailures.after(first, false, NOW, NO_JITTER);
        Instant later = Objects.requireNonNull(failed.nextAttemptAt());
        Deployment second = crash(failed, later);
        Deployment reset = StartFailures.reset(second, true);
        assertThat(reset.consecutiveFailures()).isNull();
        assertThat(reset.nextAttemptAt()).isEqualTo(later.plusSeconds(1));
        assertThat(StartFailures.reset(failed, true).nextAttemptAt()).isNull();
    }

    /** The naive count: one after the other, with the moment at which each wait is over. */
    @Property
    void crashesThatComeWhileItWaitsLengthenNothingAndTheOthersCount(@ForAll long seed) {
        Random draw = new Random(seed);
        Deployment deployment = Services.deployment("ecs-svc/1");
        Instant now = NOW;
        int row = 0;
        Instant over = null;
        Instant first = null;
        for (int i = 0; i < 40; i++) {
            now = now.plusSeconds(draw.nextInt(draw.nextInt(4) == 0 ? 3_000 : 40));
            boolean lasted = draw.nextInt(6) == 0;
            boolean atOnce = row == 1 && now.equals(first);
            if (!atOnce && (over == null || !now.isBefore(over))) {
                boolean anew = lasted || (over != null && !now.isBefore(over.plus(LASTING)));
                row = anew ? 1 : row + 1;
                first = row == 1 ? now : first;
                over = row == 1 ? null : now.plusSeconds(Math.min(1_620, 1L << Math.min(20, row - 2)));
            }
            deployment = CrashLoops.after(deployment, lasted, now, NO_JITTER);
            assertThat(deployment.consecutiveCrashes()).isEqualTo(row);
            assertThat(deployment.nextAttemptAt()).isEqualTo(over);
        }
    }
}
