/** What the engine tells its listeners. */
@NullMarked
package io.stowage.core.event;

import org.jspecify.annotations.NullMarked;
