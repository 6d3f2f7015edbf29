/** The life of a task, as a table. */
@NullMarked
package io.stowage.core.task;

import org.jspecify.annotations.NullMarked;
