/**
 * An instance provider without machines: a cloud of the simulation, the machines in it, how it misbehaves, and the truth about all of
 * it.
 */
@NullMarked
package io.stowage.testkit.provider;

import org.jspecify.annotations.NullMarked;
