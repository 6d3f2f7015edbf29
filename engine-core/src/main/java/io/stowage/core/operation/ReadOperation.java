package io.stowage.core.operation;

/**
 * An operation that changes nothing, whose answer may come from any engine that knows the cluster's state: from the one that leads it, or from
 * one that follows.
 */
public interface ReadOperation<T> extends ClusterOperation<T> {}
