/** A container runtime of one's own: containers that are jobs in the JVM of the host application. */
@NullMarked
package io.stowage.samples.customruntime;

import org.jspecify.annotations.NullMarked;
