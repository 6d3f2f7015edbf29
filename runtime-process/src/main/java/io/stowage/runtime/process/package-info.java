/** The container runtime on processes of the operating system. */
@NullMarked
package io.stowage.runtime.process;

import org.jspecify.annotations.NullMarked;
