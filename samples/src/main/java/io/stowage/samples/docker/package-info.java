/** A service of containers on a Docker daemon: {@code samples/run docker}. */
@NullMarked
package io.stowage.samples.docker;

import org.jspecify.annotations.NullMarked;
