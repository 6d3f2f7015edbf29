/** The smallest host application: the example of the README. */
@NullMarked
package io.stowage.samples.embedding;

import org.jspecify.annotations.NullMarked;
