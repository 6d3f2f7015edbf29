/** A dockerd of the tests' own, and what makes it fail. */
@NullMarked
package io.stowage.runtime.docker.testing;

import org.jspecify.annotations.NullMarked;
