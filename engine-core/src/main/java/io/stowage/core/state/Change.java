package io.stowage.core.state;

import org.jspecify.annotations.Nullable;

/**
 * One change of a record in a transaction: what it is now, and what it takes to undo the change.
 *
 * <p>Each knows the change before it, of whatever record: a savepoint is the change that was the latest one then. So a savepoint costs
 * nothing, and there is nothing to copy: what is remembered of a record is the immutable record that it was.
 */
class Change {

    final RecordKey key;
    /** What is to be written; null if the record is deleted. */
    final @Nullable Object value;

    final long version;
    /** What the state held of the record before; null if it did not. */
    final @Nullable Object before;
    /** The change of the same record that this one takes the place of; null if it is the first one in the transaction. */
    final @Nullable Change replaced;
    /** The change before this one; null if this is the transaction's first. */
    final @Nullable Change previous;

    Change(
            RecordKey key,
            @Nullable Object value,
            long version,
            @Nullable Object before,
            @Nullable Change replaced,
            @Nullable Change previous) {
        this.key = key;
        this.value = value;
        this.version = version;
        this.before = before;
        this.replaced = replaced;
        this.previous = previous;
    }
}
