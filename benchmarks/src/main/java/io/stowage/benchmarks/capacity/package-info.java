/** What capacity providers cost, and what they leave behind. */
@NullMarked
package io.stowage.benchmarks.capacity;

import org.jspecify.annotations.NullMarked;
