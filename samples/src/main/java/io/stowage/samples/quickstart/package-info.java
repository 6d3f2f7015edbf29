/**
 * An ECS service on the processes of one machine, from its first task to its last: {@code samples/run quickstart}. Needs no Docker, no
 * database and no network, and leaves nothing behind.
 *
 * <p>{@link io.stowage.samples.quickstart.Quickstart} is the program. {@code Harbour} makes what a service needs, {@code Management}
 * runs the service, and {@code Story} tells of it. {@code HelloServer} and {@code HealthCheck} are what the tasks run.
 */
@NullMarked
package io.stowage.samples.quickstart;

import org.jspecify.annotations.NullMarked;
