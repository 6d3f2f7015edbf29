/** The registry partition: which clusters and task definitions there are. Any engine writes it, by compare and set. */
@NullMarked
package io.stowage.core.registry;

import org.jspecify.annotations.NullMarked;
