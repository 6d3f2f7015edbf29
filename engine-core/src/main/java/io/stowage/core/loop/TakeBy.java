package io.stowage.core.loop;

import io.stowage.core.inbox.Patience;
import java.time.Instant;

/**
 * Until when operations are taken, by the time of the partition that this engine leads. It also tells which was asked for first. Belongs to the
 * loop's strand.
 */
record TakeBy(PartitionClock clock, Patience patience) {

    /** Until when an operation is taken. */
    Instant of(Mailbox.Waiting<?> operation) {
        Mailbox.Request request = operation.request();
        return request == null ? clock.at(operation.askedAtNanos()).plus(patience.takenWithin()) : request.takeBy();
    }
}
