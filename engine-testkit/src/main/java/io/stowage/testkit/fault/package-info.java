/** The kinds of faults there are in a simulation. */
@NullMarked
package io.stowage.testkit.fault;

import org.jspecify.annotations.NullMarked;
