/**
 * For host applications: the engine that they embed, in virtual time, on hosts that don't exist, where everything can be made to go
 * wrong. Begin with {@link io.stowage.testkit.embedding.VirtualEngine}.
 */
@NullMarked
package io.stowage.testkit.embedding;

import org.jspecify.annotations.NullMarked;
