/**
 * A service grows and shrinks, and the machines that it runs on come and go by a capacity provider on EC2, or what stands in for it: {@code
 * samples/run autoscale-cluster}.
 */
@NullMarked
package io.stowage.samples.autoscale;

import org.jspecify.annotations.NullMarked;
