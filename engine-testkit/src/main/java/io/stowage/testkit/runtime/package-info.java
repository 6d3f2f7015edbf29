/**
 * A container runtime without containers: hosts of the simulation, what runs on them, how it misbehaves, and the truth about all of
 * it.
 */
@NullMarked
package io.stowage.testkit.runtime;

import org.jspecify.annotations.NullMarked;
