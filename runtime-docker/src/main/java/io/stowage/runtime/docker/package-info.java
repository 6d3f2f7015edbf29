/** The {@link io.stowage.spi.ContainerRuntime} on Docker Engine, through docker-java. */
@NullMarked
package io.stowage.runtime.docker;

import org.jspecify.annotations.NullMarked;
