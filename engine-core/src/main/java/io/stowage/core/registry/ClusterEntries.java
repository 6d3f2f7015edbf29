package io.stowage.core.registry;

import io.stowage.model.Cluster;
import java.util.List;

/** The registry's entries of all clusters, in the order of their names. */
public record ClusterEntries() implements RegistryOperation<List<Cluster>> {

    @Override
    public List<Cluster> apply(RegistryTurn turn) {
        return List.copyOf(turn.state().clusters());
    }
}
