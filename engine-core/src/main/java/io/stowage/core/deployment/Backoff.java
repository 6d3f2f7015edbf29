package io.stowage.core.deployment;

import com.google.common.hash.Hashing;
import java.time.Duration;

/**
 * The pause of a deployment whose tasks keep failing.
 *
 * <p>After the n-th failure in a row the pause is {@code firstDelay · 2^(n-1)}, at most {@code maxDelay}: with the defaults 1, 2, 4, 8,
 * 16, 32, 64, 128, 256, 512 and 1024 seconds, then 27 minutes. Below the limit up to {@code jitterPercent} is taken off, so that
 * deployments that fail together don't come back together; how much is a hash of the deployment's id and n, so that the same pause comes
 * out whenever and wherever it is computed. A pause is never shorter than the one before: doubling outweighs at most half off.
 */
public final class Backoff {

    private Backoff() {}

    /** How long to wait after this many failures in a row; zero if there was none. */
    public static Duration delay(int consecutiveFailures, String deploymentId, BackoffSettings settings) {
        if (consecutiveFailures <= 0) {
            return Duration.ZERO;
        }
        Duration full = doubled(settings, consecutiveFailures - 1);
        Duration jittered =
                full.minus(full.dividedBy(100).multipliedBy(percentOff(consecutiveFailures, deploymentId, settings)));
        return min(jittered, settings.maxDelay());
    }

    /** The first delay, doubled as often; stops once it is so long that it exceeds the limit with any jitter. */
    private static Duration doubled(BackoffSettings settings, int times) {
        Duration enough = settings.maxDelay().multipliedBy(2);
        Duration delay = settings.firstDelay();
        for (int i = 0; i < times && delay.compareTo(enough) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay;
    }

    private static int percentOff(int consecutiveFailures, String deploymentId, BackoffSettings settings) {
        int hash = Hashing.murmur3_32_fixed()
                .newHasher()
                .putInt(consecutiveFailures)
                .putUnencodedChars(deploymentId)
                .hash()
                .asInt();
        return Math.floorMod(hash, settings.jitterPercent() + 1);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
