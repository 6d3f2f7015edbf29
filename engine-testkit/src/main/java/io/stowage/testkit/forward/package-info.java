/** Plugins that do what other ones do: the beginning of those that do something else in one place. */
@NullMarked
package io.stowage.testkit.forward;

import org.jspecify.annotations.NullMarked;
