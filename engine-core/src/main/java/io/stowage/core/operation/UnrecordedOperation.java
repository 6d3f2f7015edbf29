package io.stowage.core.operation;

/**
 * An operation that may be applied again without harm, and whose usual answer goes without saying. Asked of an engine that doesn't lead, such an
 * operation costs no commit of the cluster's partition if it changes nothing and answers as usual: that its request is gone from the inbox
 * says so. For what comes often, and mostly changes nothing.
 */
public interface UnrecordedOperation<T> extends ClusterOperation<T> {

    /** The answer that needs not be written down. */
    T usualAnswer();
}
