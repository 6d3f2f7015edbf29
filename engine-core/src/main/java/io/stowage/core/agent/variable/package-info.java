/** The variables of a container whose values nobody may see: its secrets, and what its environment files say. */
@NullMarked
package io.stowage.core.agent.variable;

import org.jspecify.annotations.NullMarked;
