/** What operations do to a cluster: each a record of what was asked for, applied inside a turn. */
@NullMarked
package io.stowage.core.operation;

import org.jspecify.annotations.NullMarked;
