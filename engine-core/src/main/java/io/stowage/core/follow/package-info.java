/** Follows a cluster's partition that another engine leads, for reads, events and the agents of this engine. */
@NullMarked
package io.stowage.core.follow;

import org.jspecify.annotations.NullMarked;
