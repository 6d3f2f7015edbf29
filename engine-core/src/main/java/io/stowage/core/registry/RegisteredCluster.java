package io.stowage.core.registry;

import io.stowage.model.Cluster;

/**
 * A cluster's entry in the registry.
 *
 * @param version rises with each change of the entry: who decides on what the entry says, says with it which entry he means
 */
public record RegisteredCluster(Cluster cluster, long version) {}
