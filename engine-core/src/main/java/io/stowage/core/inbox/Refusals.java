package io.stowage.core.inbox;

import io.stowage.core.state.Reply.Refusal;
import io.stowage.error.AccessDeniedException;
import io.stowage.error.AttributeLimitExceededException;
import io.stowage.error.BlockedException;
import io.stowage.error.ClientException;
import io.stowage.error.ClusterContainsCapacityProviderException;
import io.stowage.error.ClusterContainsContainerInstancesException;
import io.stowage.error.ClusterContainsServicesException;
import io.stowage.error.ClusterContainsTasksException;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.ConflictException;
import io.stowage.error.EcsException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.LimitExceededException;
import io.stowage.error.NoUpdateAvailableException;
import io.stowage.error.PlatformUnknownException;
import io.stowage.error.ResourceInUseException;
import io.stowage.error.ResourceNotFoundException;
import io.stowage.error.ServerException;
import io.stowage.error.ServiceDeploymentNotFoundException;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.error.TargetNotConnectedException;
import io.stowage.error.TargetNotFoundException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.error.UpdateInProgressException;
import java.util.List;

/** Errors of operations as data, under ECS's names, and back. */
final class Refusals {

    private Refusals() {}

    static Refusal of(EcsException refused) {
        List<String> resourceIds = refused instanceof ConflictException conflict ? conflict.resourceIds() : List.of();
        return new Refusal(refused.errorCode(), String.valueOf(refused.getMessage()), resourceIds);
    }

    /** The error again. One that this version of the engine has no name for is told in words. */
    static EcsException exception(Refusal refusal) {
        String message = refusal.message();
        return switch (refusal.errorCode()) {
            case "AccessDeniedException" -> new AccessDeniedException(message);
            case "AttributeLimitExceededException" -> new AttributeLimitExceededException(message);
            case "BlockedException" -> new BlockedException(message);
            case "ClientException" -> new ClientException(message);
            case "ClusterContainsCapacityProviderException" -> new ClusterContainsCapacityProviderException(message);
            case "ClusterContainsContainerInstancesException" ->
                new ClusterContainsContainerInstancesException(message);
            case "ClusterContainsServicesException" -> new ClusterContainsServicesException(message);
            case "ClusterContainsTasksException" -> new ClusterContainsTasksException(message);
            case "ClusterNotFoundException" -> new ClusterNotFoundException(message);
            case "ConflictException" -> new ConflictException(message, refusal.resourceIds());
            case "InvalidParameterException" -> new InvalidParameterException(message);
            case "LimitExceededException" -> new LimitExceededException(message);
            case "NoUpdateAvailableException" -> new NoUpdateAvailableException(message);
            case "PlatformUnknownException" -> new PlatformUnknownException(message);
            case "ResourceInUseException" -> new ResourceInUseException(message);
            case "ResourceNotFoundException" -> new ResourceNotFoundException(message);
            case "ServerException" -> new ServerException(message);
            case "ServiceDeploymentNotFoundException" -> new ServiceDeploymentNotFoundException(message);
            case "ServiceNotActiveException" -> new ServiceNotActiveException(message);
            case "ServiceNotFoundException" -> new ServiceNotFoundException(message);
            case "TargetNotConnectedException" -> new TargetNotConnectedException(message);
            case "TargetNotFoundException" -> new TargetNotFoundException(message);
            case "UnsupportedFeatureException" -> new UnsupportedFeatureException(message);
            case "UpdateInProgressException" -> new UpdateInProgressException(message);
            default -> new ServerException(refusal.errorCode() + ": " + message);
        };
    }
}
