package io.stowage.spi;

/**
 * A transaction of the host application's own, on the database that the engine's state is in, to which the engine adds what it is to do if that
 * transaction commits. The engine begins, commits and rolls back nothing.
 *
 * <p>A store whose database the host application uses, too, offers one; others have none. Belongs to one thread, as the transaction does.
 */
@FunctionalInterface
public interface HostTransaction {

    /**
     * Adds a record to a partition, as part of the transaction: it is seen in the partition some time after the transaction has committed, and
     * never if it doesn't. What is added first is seen first, or together with what follows. May block; waits for no commit of an engine, and no
     * commit of an engine waits for it, however long the transaction goes on.
     *
     * <p>An exception means that nothing was added, or that the transaction can only be rolled back.
     *
     * @param record whose kind and id nothing else has
     */
    void put(String partition, StoredRecord record);
}
