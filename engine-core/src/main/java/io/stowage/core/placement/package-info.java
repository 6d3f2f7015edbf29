/** Where tasks go: a pure function of a view of the cluster. */
@NullMarked
package io.stowage.core.placement;

import org.jspecify.annotations.NullMarked;
