package io.stowage.store.memory;

import io.stowage.spi.Lease;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lease of one partition. A lease is current until another takes it or it is given back: expiry alone takes it from nobody, it
 * only lets others take it.
 */
final class LeaseSlot {

    private final String partition;
    private @Nullable Lease current;
    private long epoch;
    private long grantedAt;
    private long timeToLive;
    private boolean granted;

    /** @param epoch that no lease of this partition has, and no lower one */
    LeaseSlot(String partition, long epoch) {
        this.partition = partition;
        this.epoch = epoch;
    }

    /** That of the last lease. */
    long epoch() {
        return epoch;
    }

    /** Whether there was a lease, and the last one has been over for so long. */
    boolean overFor(long nanos, long now) {
        return granted && now - grantedAt >= timeToLive + nanos;
    }

    Optional<Lease> acquire(String holder, Duration duration, long now) {
        Lease held = current;
        // The difference, not the instants: a monotonic clock may overflow.
        if (held == null || (!held.holder().equals(holder) && now - grantedAt >= timeToLive)) {
            epoch++;
            held = new Lease(partition, holder, epoch);
            current = held;
        } else if (!held.holder().equals(holder)) {
            return Optional.empty();
        }
        grant(duration, now);
        return Optional.of(held);
    }

    boolean renew(Lease lease, Duration duration, long now) {
        if (!isCurrent(lease)) {
            return false;
        }
        grant(duration, now);
        return true;
    }

    void release(Lease lease) {
        if (isCurrent(lease)) {
            current = null;
        }
    }

    boolean isCurrent(Lease lease) {
        return lease.equals(current);
    }

    private void grant(Duration duration, long now) {
        granted = true;
        grantedAt = now;
        timeToLive = duration.toNanos();
    }
}
