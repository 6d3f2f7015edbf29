package io.stowage.spi;

import java.util.List;

/**
 * What changed in a partition after some revision: the latest state of each record that changed, in the order of the
 * revisions that they last changed at.
 *
 * @param revision the revision up to which these changes go; ask again from here
 * @param complete false if the store no longer knows what was removed since the revision asked for, or can't tell that it ever was at
 *     that: the reader reads the partition anew. {@code writes} is empty then
 * @param writes a {@link Write.Put} for each record that was created or replaced, a {@link Write.Delete} for each removed
 */
public record Changes(Revision revision, boolean complete, List<Write> writes) {
    public Changes {
        writes = List.copyOf(writes);
    }
}
