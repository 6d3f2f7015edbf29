package io.stowage.core.registry;

import java.time.Instant;

/**
 * Since when a cluster is INACTIVE, so that its entry can be forgotten in time. ECS's record of a cluster doesn't say.
 *
 * @param since when that was noticed
 */
public record InactiveCluster(String clusterName, Instant since) {}
