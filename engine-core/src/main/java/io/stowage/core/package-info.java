/** The door of the engine: its builder, and reading and writing its JSON. */
@NullMarked
package io.stowage.core;

import org.jspecify.annotations.NullMarked;
