/** The contracts of the SPIs as tests that the author of a plugin extends and runs. */
@NullMarked
package io.stowage.testkit.tck;

import org.jspecify.annotations.NullMarked;
