package io.stowage.runtime.docker.spec;

import io.stowage.model.EnvironmentFile;

/**
 * Reads the environment files that container definitions name. Filled by the host application; without one, a container that names a file
 * is refused.
 */
@FunctionalInterface
public interface EnvironmentFiles {

    /**
     * The text of a file: lines {@code NAME=VALUE}; empty lines and those that begin with {@code #} are skipped. May block; called from many
     * threads, right before a container is created, each time.
     *
     * @throws NotAvailableException if there is no such file, or it can't be read
     */
    String read(EnvironmentFile file) throws NotAvailableException;

    /** A file can't be read. The message becomes part of the task's reason to stop, which everybody may read. */
    final class NotAvailableException extends Exception {
        private static final long serialVersionUID = 1L;

        /** With why it is not available. */
        public NotAvailableException(String message) {
            super(message);
        }
    }
}
