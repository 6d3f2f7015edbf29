/** A state store of one's own, and an engine that outlives itself on it. */
@NullMarked
package io.stowage.samples.customstore;

import org.jspecify.annotations.NullMarked;
