/** Benchmarks of placement, beside others that place tasks. */
@NullMarked
package io.stowage.benchmarks.placement;

import org.jspecify.annotations.NullMarked;
