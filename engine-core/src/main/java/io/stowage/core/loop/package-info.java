/** The loop of a cluster partition: mailbox, turn, commit, effects. */
@NullMarked
package io.stowage.core.loop;

import org.jspecify.annotations.NullMarked;
