/** One task definition, run on a container instance and without one. */
@NullMarked
package io.stowage.samples.fargate;

import org.jspecify.annotations.NullMarked;
