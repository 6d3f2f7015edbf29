/** How a container is named, labelled and described: pure functions of what was ordered, the same after any crash. */
@NullMarked
package io.stowage.core.agent.spec;

import org.jspecify.annotations.NullMarked;
