package io.stowage.core.operation;

import io.stowage.core.state.InstanceState;
import java.util.Optional;

/** The id of the container instance of this name; empty if there is none. */
public record ContainerInstanceId(String containerInstanceName) implements ReadOperation<Optional<String>> {

    @Override
    public Optional<String> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        return Optional.ofNullable(turn.state().instanceNamed(containerInstanceName))
                .map(InstanceState::id);
    }
}
