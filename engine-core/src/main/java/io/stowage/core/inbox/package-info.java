/**
 * Operations that are asked of an engine that doesn't lead the cluster: requests in the partition {@code inbox/<cluster>}, which the leader
 * applies, and replies in the cluster's own partition.
 */
@NullMarked
package io.stowage.core.inbox;

import org.jspecify.annotations.NullMarked;
