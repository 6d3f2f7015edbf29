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

    LeaseSlot(String partition) {
        this.partition = partition;
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
        grantedAt = now;
        timeToLive = duration.toNanos();
    }
}
