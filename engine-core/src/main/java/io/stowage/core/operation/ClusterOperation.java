package io.stowage.core.operation;

/**
 * One operation on a cluster, as data. It is applied in a turn of the cluster's loop, and its answer is given after the turn's
 * commit.
 *
 * @param <T> what it answers
 */
public interface ClusterOperation<T> {

    /**
     * Checks what can be checked without a cluster. {@link #apply} does, too.
     *
     * @throws io.stowage.error.EcsException if it can't be done, whatever the cluster is like
     */
    default void check() {}

    /**
     * Applies the operation. Everything is checked before anything is changed: an operation that throws has changed nothing.
     *
     * @throws io.stowage.error.EcsException if it can't be done; this is the caller's answer
     */
    T apply(OperationTurn turn);
}
