/**
 * The container runtime on processes of the operating system: a container is a command, its children, and a folder.
 *
 * <p>Linux only. An image is a program or a directory on the host, under the roots that the host application allows
 * ({@link io.stowage.runtime.process.ProcessRuntimeProvider}). Nothing is isolated beyond control groups: a process sees the host's
 * files, network and processes, and {@link io.stowage.runtime.process.ProcessWorkloadPolicy} refuses definitions that ask for more
 * than that.
 */
@NullMarked
package io.stowage.runtime.process;

import org.jspecify.annotations.NullMarked;
