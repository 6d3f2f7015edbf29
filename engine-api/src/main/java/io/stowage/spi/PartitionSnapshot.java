package io.stowage.spi;

import java.util.List;

/**
 * A partition as it was at one revision.
 *
 * @param revision the number of commits the partition has seen; 0 if there never was one
 * @param records every record, ordered by kind and then id
 */
public record PartitionSnapshot(long revision, List<StoredRecord> records) {
    public PartitionSnapshot {
        records = List.copyOf(records);
    }
}
