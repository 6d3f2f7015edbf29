/** Which images a host no longer needs. */
@NullMarked
package io.stowage.runtime.docker.image;

import org.jspecify.annotations.NullMarked;
