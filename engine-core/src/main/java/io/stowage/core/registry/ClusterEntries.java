package io.stowage.core.registry;

import java.util.List;

/** The registry's entries of all clusters, in the order of their names. */
public record ClusterEntries() implements RegistryOperation<List<RegisteredCluster>> {

    @Override
    public List<RegisteredCluster> apply(RegistryTurn turn) {
        return turn.state().clusters().stream().map(turn.state()::registered).toList();
    }
}
