package io.stowage.error;

import org.jspecify.annotations.Nullable;

/**
 * An operation that failed, in the words of ECS: one final class for each of ECS's errors. What an operation can do only in part
 * is no exception but a {@link io.stowage.model.Failure} in its answer.
 *
 * <p>More members may be added in a minor version, as the engine takes on more of ECS's operations.
 */
public abstract sealed class EcsException extends RuntimeException
        permits AccessDeniedException,
                AttributeLimitExceededException,
                BlockedException,
                ClientException,
                ClusterContainsCapacityProviderException,
                ClusterContainsContainerInstancesException,
                ClusterContainsServicesException,
                ClusterContainsTasksException,
                ClusterNotFoundException,
                ConflictException,
                InvalidParameterException,
                LimitExceededException,
                NoUpdateAvailableException,
                PlatformUnknownException,
                ResourceInUseException,
                ResourceNotFoundException,
                ServerException,
                ServiceDeploymentNotFoundException,
                ServiceNotActiveException,
                ServiceNotFoundException,
                TargetNotConnectedException,
                TargetNotFoundException,
                UnsupportedFeatureException,
                UpdateInProgressException {

    private static final long serialVersionUID = 1L;

    EcsException(String message) {
        super(message);
    }

    EcsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** ECS's name of the error, for example {@code ClusterNotFoundException}. */
    public final String errorCode() {
        return getClass().getSimpleName();
    }
}
