/** The virtual world: production code over virtual time, in one thread, replayable from a seed. */
@NullMarked
package io.stowage.testkit.world;

import org.jspecify.annotations.NullMarked;
