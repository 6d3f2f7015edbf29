package io.stowage.spi;

import io.stowage.model.EnvironmentFile;
import java.nio.file.Path;

/**
 * Where the environment files come from that container definitions and overrides name. Filled by the host application; without one, a
 * task that needs an environment file fails to start and says so.
 *
 * <p>What is in a file is treated as a secret is: it gets to the runtime by {@link ContainerSpec#secrets}, and to nowhere else.
 */
@FunctionalInterface
public interface EnvironmentFileSource {

    /** The longest file that is accepted, in {@code char}s. */
    int LONGEST_FILE = 1 << 20;

    /**
     * The text of a file: a line {@code VARIABLE=VALUE} each, in which nothing has a meaning but the first {@code =}; a line that begins with
     * {@code #} is a comment. May block; called by the agent right before a container is created, each time, by many threads at once.
     *
     * @param file what the definition or the override says: for ECS the ARN of an object in S3; the host application gives it its meaning
     * @param context whose file it is
     * @return at most {@link #LONGEST_FILE} characters, which the engine overwrites when it has read them; empty for no variables
     * @throws EnvironmentFileNotAvailableException if there is no such file, or this task may not have it
     */
    char[] read(EnvironmentFile file, Context context) throws EnvironmentFileNotAvailableException;

    /**
     * Files below a directory of this host. The object of an S3 ARN is looked for under its bucket and key, {@code
     * arn:aws:s3:::bucket/web/app.env} as {@code bucket/web/app.env}; any other value is a path relative to the directory. A file is UTF-8 and has
     * at most {@link #LONGEST_FILE} bytes. One that lies outside of the directory, by its path or by a link, is not available.
     *
     * @param directory looked up when a file is wanted, so that it need not be there before
     */
    static EnvironmentFileSource directory(Path directory) {
        return new EnvironmentFileDirectory(directory);
    }

    /** Whose environment file it is. */
    record Context(String clusterName, String taskArn, String taskDefinitionArn, String containerName) {}

    /** There is no such file, or this task may not have it. The message must not contain what is in it. */
    final class EnvironmentFileNotAvailableException extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * With why it is not available.
         *
         * @param message becomes part of the task's reason to stop, which everybody may read: it must not contain what is in the file
         */
        public EnvironmentFileNotAvailableException(String message) {
            super(message);
        }
    }
}
