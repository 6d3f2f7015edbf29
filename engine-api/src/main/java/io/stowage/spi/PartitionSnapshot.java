package io.stowage.spi;

import java.util.List;

/**
 * A partition as it was at one revision.
 *
 * @param revision the revision; {@link Revision#NONE} if nothing was ever committed
 * @param records every record, ordered by kind and then id
 */
public record PartitionSnapshot(Revision revision, List<StoredRecord> records) {
    public PartitionSnapshot {
        records = List.copyOf(records);
    }
}
