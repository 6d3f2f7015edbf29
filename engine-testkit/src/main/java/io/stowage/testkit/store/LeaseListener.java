package io.stowage.testkit.store;

import io.stowage.spi.Commit;
import io.stowage.spi.Lease;
import java.time.Duration;

/** Hears what becomes of leases, and of each commit when it reaches the store, at the instant it does. */
public interface LeaseListener {

    /** A lease was taken, or renewed, and is honoured for this long. */
    void held(Lease lease, Duration timeToLive);

    /** A lease was given back. */
    void released(Lease lease);

    /** A commit has come that was not applied before, whatever becomes of it now. */
    void arrived(Commit commit);
}
