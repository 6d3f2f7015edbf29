/** The arithmetic of rolling deployments: limits, health, back-off, completion. */
@NullMarked
package io.stowage.core.deployment;

import org.jspecify.annotations.NullMarked;
