/** A virtual world to run whole engines in, and the contract tests for plugins. */
@NullMarked
package io.stowage.testkit;

import org.jspecify.annotations.NullMarked;
