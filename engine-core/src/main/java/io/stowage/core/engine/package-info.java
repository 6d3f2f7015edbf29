/** The engine's operations: who may ask, what is meant, where it goes, and how long to wait for the answer. */
@NullMarked
package io.stowage.core.engine;

import org.jspecify.annotations.NullMarked;
