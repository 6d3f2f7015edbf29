/** What the engine publishes about committed state. */
@NullMarked
package io.stowage.event;

import org.jspecify.annotations.NullMarked;
