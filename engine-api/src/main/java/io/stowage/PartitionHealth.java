package io.stowage;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an engine does with one partition of the state.
 *
 * @param partition its name: {@code registry} or a cluster's
 * @param role what this engine is to it
 * @param revision the last revision that this engine has seen
 * @param revisionLag how many revisions it is behind what it knows to exist
 * @param loopAge how long ago its loop last finished a turn, or found that there was nothing to do
 * @param readAge how old the state is, at most, that this engine has at hand for reads: zero for the leader, whose state is the partition's.
 *     Reads of a follower ask for what is newer first, where the configuration wants that; without a role there is nothing at hand
 * @param mailboxDepth messages that wait for its loop
 * @param lastError the last error that has not been made good; null if there is none
 */
public record PartitionHealth(
        String partition,
        PartitionRole role,
        long revision,
        long revisionLag,
        Duration loopAge,
        Duration readAge,
        int mailboxDepth,
        @Nullable String lastError) {

    /** Checks what is required for null. */
    public PartitionHealth {
        Objects.requireNonNull(partition, "PartitionHealth.partition is required");
        Objects.requireNonNull(role, "PartitionHealth.role is required");
        Objects.requireNonNull(loopAge, "PartitionHealth.loopAge is required");
        Objects.requireNonNull(readAge, "PartitionHealth.readAge is required");
    }
}
