package io.stowage.core.inbox;

import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.spi.Payload;
import java.time.Instant;

/**
 * An operation that waits in the inbox for the leader.
 *
 * @param sender the engine that was asked; nobody decides by it
 * @param sentAt when that was, by the clock of that engine: for people
 * @param takeBy a leader that comes to it later, by the cluster's time, refuses it
 */
record InboxRequest(ClusterOperation<?> operation, String sender, Instant sentAt, Instant takeBy) {

    /** What the store calls such records. */
    static final String KIND = "request";

    /** The same for a store. */
    Payload payload() {
        return Payload.ofObject(this, request -> ((InboxRequest) request).text());
    }

    private String text() {
        return RecordCodec.toJson(new StoredRequest(
                OperationCatalogue.name(operation), OperationCatalogue.parameters(operation), sender, sentAt, takeBy));
    }

    /**
     * The request that a store holds.
     *
     * @throws IllegalArgumentException if it is none that this version of the engine knows
     */
    static InboxRequest of(Payload payload) {
        return payload.object(InboxRequest.class, text -> {
            StoredRequest stored = RecordCodec.fromJson(text, StoredRequest.class);
            return new InboxRequest(
                    OperationCatalogue.read(stored.operation(), stored.parameters()),
                    stored.sender(),
                    stored.sentAt(),
                    stored.takeBy());
        });
    }
}
