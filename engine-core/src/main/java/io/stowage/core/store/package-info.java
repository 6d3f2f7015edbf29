/** How the engine talks to its store: one partition at a time, never taking an unknown outcome for a known one. */
@NullMarked
package io.stowage.core.store;

import org.jspecify.annotations.NullMarked;
