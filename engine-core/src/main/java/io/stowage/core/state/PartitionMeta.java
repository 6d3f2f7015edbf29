package io.stowage.core.state;

import java.time.Instant;

/**
 * What a partition remembers of itself.
 *
 * @param now the partition's time: it never goes back, whatever the clocks of its engines do
 * @param nextEvent the number of the next service event
 */
public record PartitionMeta(Instant now, long nextEvent) {}
