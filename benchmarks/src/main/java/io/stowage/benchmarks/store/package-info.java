/** What a store can take: {@code benchmarks/run store}. */
@NullMarked
package io.stowage.benchmarks.store;

import org.jspecify.annotations.NullMarked;
