/** Host applications that embed the engine. */
@NullMarked
package io.stowage.samples;

import org.jspecify.annotations.NullMarked;
