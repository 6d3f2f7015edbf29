/**
 * Checks a registration against ECS's rules, as a pure function, before it becomes a revision.
 *
 * <p>Each class of rules looks at one concern and adds what it finds to {@link io.stowage.core.definition.Findings}; {@link
 * io.stowage.core.definition.DefinitionCheck} runs them all, so that one refusal names everything that is wrong.
 */
@NullMarked
package io.stowage.core.definition;

import org.jspecify.annotations.NullMarked;
