/** What must always hold, checked on every commit and against what truly happens. */
@NullMarked
package io.stowage.testkit.invariant;

import org.jspecify.annotations.NullMarked;
