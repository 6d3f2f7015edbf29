package io.stowage.runtime.ec2;

import java.time.Duration;

/** A token bucket. Whoever finds it empty waits in turn for a token, up to a bound. Thread-safe. */
final class RateLimit {

    private static final double NANOS = 1e9;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final String name;
    private final double perSecond;
    private final double capacity;
    private final Pace pace;
    private double tokens;
    private long filledAt;

    RateLimit(String name, double perSecond, double capacity, Pace pace) {
        this.name = name;
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.pace = pace;
        this.tokens = capacity;
        this.filledAt = pace.nanos();
    }

    /** Returns when a call may be made. */
    void await() {
        Duration wait = reserve();
        if (wait.isZero()) {
            return;
        }
        try {
            pace.pause(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(name + " was interrupted before it was sent", interrupted);
        }
    }

    private synchronized Duration reserve() {
        long now = pace.nanos();
        tokens = Math.min(capacity, tokens + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        long wait = tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perSecond * NANOS);
        if (wait > LONGEST_WAIT.toNanos()) {
            throw new OutcomeUnknownException(
                    name + " was not sent: at " + perSecond + " a second, " + LONGEST_WAIT.toSeconds()
                            + " s of them are waiting already. Ask again later, or raise the provider's rates",
                    null);
        }
        tokens -= 1;
        return Duration.ofNanos(wait);
    }
}
