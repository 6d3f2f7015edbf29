/** Which engine runs the agent of which container instance. */
@NullMarked
package io.stowage.core.attachment;

import org.jspecify.annotations.NullMarked;
