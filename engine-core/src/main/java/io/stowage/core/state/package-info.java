/** A cluster partition in memory: the committed records, and everything that is derived from them. */
@NullMarked
package io.stowage.core.state;

import org.jspecify.annotations.NullMarked;
