/**
 * An engine on real processes is killed at one moment after another, and each time the next one takes over what runs: {@code samples/run
 * adopt}.
 */
@NullMarked
package io.stowage.samples.adopt;

import org.jspecify.annotations.NullMarked;
