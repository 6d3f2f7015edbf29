/** Engines with a bug each, made from the engine's own sources by patches, to see whether the simulator finds them. */
@NullMarked
package io.stowage.testkit.mutant;

import org.jspecify.annotations.NullMarked;
