/** ECS's cluster query language: which container instances an expression means. */
@NullMarked
package io.stowage.core.query;

import org.jspecify.annotations.NullMarked;
