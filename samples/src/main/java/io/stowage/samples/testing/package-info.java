/** An application that embeds the engine, to show how such an application is tested. */
@NullMarked
package io.stowage.samples.testing;

import org.jspecify.annotations.NullMarked;
