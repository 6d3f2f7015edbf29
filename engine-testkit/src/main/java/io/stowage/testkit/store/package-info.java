/** Stores for simulations. */
@NullMarked
package io.stowage.testkit.store;

import org.jspecify.annotations.NullMarked;
