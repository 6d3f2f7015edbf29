package io.stowage.spi;

/** One change of a {@link Commit}. */
public sealed interface Write {

    /** The kind of the record; never empty. */
    String kind();

    /** The id of the record, unique among those of its kind in the partition; never empty. */
    String id();

    /** Creates the record or replaces it whole. */
    record Put(StoredRecord record) implements Write {
        @Override
        public String kind() {
            return record.kind();
        }

        @Override
        public String id() {
            return record.id();
        }
    }

    /** Removes the record; no error if it is not there. The feed shows the removal. */
    record Delete(String kind, String id) implements Write {}
}
