package io.stowage.core.inbox;

import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.state.Reply;
import io.stowage.core.world.World;
import io.stowage.error.EcsException;
import io.stowage.spi.HostTransaction;
import io.stowage.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;

/**
 * Requests that come into inboxes with a transaction of the host application's own. They are like any others there, but that nobody waits for them, and
 * nobody knows when the transaction commits: a leader takes them within a day.
 *
 * <p>Belongs to the thread of the transaction.
 */
public final class EnlistedRequests {

    private static final Duration TAKEN_WITHIN = Duration.ofDays(1);

    private final World world;
    private final String engineId;
    private final HostTransaction transaction;
    private Instant latest = Instant.MIN;

    /** Requests of one transaction. */
    public EnlistedRequests(World world, String engineId, HostTransaction transaction) {
        this.world = world;
        this.engineId = engineId;
        this.transaction = transaction;
    }

    /** Adds a request to the transaction; gives its id. May block. */
    public String add(String clusterName, ClusterOperation<?> operation) {
        String requestId = world.newId();
        Instant now = world.now();
        InboxRequest request = new InboxRequest(operation, engineId, now, takeBy(now));
        transaction.put(
                Inbox.partition(clusterName), new StoredRecord(InboxRequest.KIND, requestId, 1, request.payload()));
        return requestId;
    }

    /** Whoever takes over carries out what it finds in the order of these times. */
    private Instant takeBy(Instant now) {
        Instant next = now.plus(TAKEN_WITHIN);
        latest = next.isAfter(latest) ? next : latest.plusMillis(1);
        return latest;
    }

    /**
     * The answer that a reply holds.
     *
     * @throws EcsException if the operation was refused
     * @throws IllegalArgumentException if the answer is of another type
     */
    public static <T extends Record> T read(Reply reply, Class<T> type) {
        return RecordCodec.fromJson(Replies.answer(reply).text(), type);
    }
}
