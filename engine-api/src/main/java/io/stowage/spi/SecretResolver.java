package io.stowage.spi;

/**
 * Finds the values of the secrets that container definitions name. Filled by the host application; without one, a task that needs
 * a secret fails to start and says so.
 */
@FunctionalInterface
public interface SecretResolver {

    /**
     * The value for a {@code valueFrom}. May block; called by the agent right before a container is created, each time.
     *
     * @param valueFrom what the definition says, for example an ARN or a path; the host application gives it its meaning
     * @param context whose secret it is
     * @throws SecretNotAvailableException if there is no such secret, or this task may not have it
     */
    char[] resolve(String valueFrom, Context context) throws SecretNotAvailableException;

    /** Whose secret it is. */
    record Context(String clusterName, String taskArn, String taskDefinitionArn, String containerName) {}

    /** There is no such secret, or this task may not have it. The message must not contain a secret. */
    final class SecretNotAvailableException extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * With why it is not available.
         *
         * @param message becomes part of the task's reason to stop, which everybody may read: it must not contain a secret
         */
        public SecretNotAvailableException(String message) {
            super(message);
        }
    }
}
