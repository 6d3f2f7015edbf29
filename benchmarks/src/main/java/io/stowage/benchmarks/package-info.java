/** Benchmarks of the whole engine and of its hot paths. */
@NullMarked
package io.stowage.benchmarks;

import org.jspecify.annotations.NullMarked;
