/** The engine crashed at every single point at which it writes or acts, and what has to come of it. */
@NullMarked
package io.stowage.testkit.crash;

import org.jspecify.annotations.NullMarked;
