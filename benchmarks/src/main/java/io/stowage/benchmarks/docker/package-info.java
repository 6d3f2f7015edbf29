/** What the engine costs on top of the containers it runs, beside what else runs them. */
@NullMarked
package io.stowage.benchmarks.docker;

import org.jspecify.annotations.NullMarked;
