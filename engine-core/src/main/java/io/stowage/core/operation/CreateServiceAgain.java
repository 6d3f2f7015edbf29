package io.stowage.core.operation;

import io.stowage.CreateServiceRequest;
import io.stowage.model.Service;
import java.util.Optional;

/**
 * ECS: CreateService, for a request whose task definition can't be used: its client token may have been used while it could. Answers the service that
 * the first request made, as it is now; empty if there was none, or it is deleted.
 */
public record CreateServiceAgain(CreateServiceRequest request) implements ReadOperation<Optional<Service>> {

    @Override
    public Optional<Service> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        return Optional.ofNullable(CreateService.madeBefore(request, turn));
    }
}
