/** The errors of the operations, in the words of Amazon ECS. */
@NullMarked
package io.stowage.error;

import org.jspecify.annotations.NullMarked;
