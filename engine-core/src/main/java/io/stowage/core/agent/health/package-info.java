/** Container health: counting checks, and rolling containers up into their task. */
@NullMarked
package io.stowage.core.agent.health;

import org.jspecify.annotations.NullMarked;
