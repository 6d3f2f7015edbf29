/** The one way out of the engine: time, randomness, ids and every call that could block. */
@NullMarked
package io.stowage.core.world;

import org.jspecify.annotations.NullMarked;
