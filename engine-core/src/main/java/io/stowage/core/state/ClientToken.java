package io.stowage.core.state;

import java.time.Instant;
import java.util.List;

/**
 * What became of an operation that was asked for under a client token, so that the same one asked for again is not done again.
 *
 * @param id the operation's name and the token
 * @param requestHash tells the same parameters from other ones
 * @param resourceArns what the operation made
 * @param createdAt from when on its life counts
 */
public record ClientToken(String id, String requestHash, List<String> resourceArns, Instant createdAt) {

    /** Copies the list. */
    public ClientToken {
        resourceArns = List.copyOf(resourceArns);
    }
}
