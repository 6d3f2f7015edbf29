/** What containers may be on a Docker host, if the host application says nothing else. */
@NullMarked
package io.stowage.runtime.docker.policy;

import org.jspecify.annotations.NullMarked;
