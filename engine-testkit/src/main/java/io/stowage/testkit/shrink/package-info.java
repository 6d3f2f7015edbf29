/** Makes runs that fail short enough for people, and keeps them for ever. */
@NullMarked
package io.stowage.testkit.shrink;

import org.jspecify.annotations.NullMarked;
