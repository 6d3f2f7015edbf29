/** The agent: supervises the tasks of one container instance, in the engine that attached it. */
@NullMarked
package io.stowage.core.agent;

import org.jspecify.annotations.NullMarked;
