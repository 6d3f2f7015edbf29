/** The engine and its groups of operations: the door of a host application. */
@NullMarked
package io.stowage;

import org.jspecify.annotations.NullMarked;
