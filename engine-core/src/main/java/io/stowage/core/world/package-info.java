/**
 * The one way out of the engine: time, randomness, ids, threads and every call that could block.
 *
 * <p>{@link io.stowage.core.world.SystemWorld} is the real one. The test kit has a virtual one, in which the same engine runs over
 * virtual time in a single thread.
 */
@NullMarked
package io.stowage.core.world;

import org.jspecify.annotations.NullMarked;
